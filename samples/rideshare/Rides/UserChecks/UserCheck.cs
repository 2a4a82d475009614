namespace RideShare.Rides.UserChecks;

/// <summary>What the Users service says of a name.</summary>
internal enum UserCheck
{
    Known,
    Unknown,

    /// <summary>It gave no usable answer, so nothing may be stored.</summary>
    Unanswered,
}
