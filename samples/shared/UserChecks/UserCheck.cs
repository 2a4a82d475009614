namespace Samples.Shared.UserChecks;

/// <summary>What the Users service says of a name.</summary>
public enum UserCheck
{
    Known,
    Unknown,

    /// <summary>It gave no usable answer, so nothing may be stored.</summary>
    Unanswered,
}
