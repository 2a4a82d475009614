namespace Capstan.Gateway.Balancing;

/// <summary>The targets of a service at one moment. Immutable; requests read it without a lock.</summary>
/// <param name="All">Every known target.</param>
/// <param name="Available">Those that get requests.</param>
/// <param name="IsPanic">Whether the panic rule is in force.</param>
internal sealed record TargetSet(TargetState[] All, TargetState[] Available, bool IsPanic)
{
    /// <summary>No targets.</summary>
    public static readonly TargetSet Empty = new([], [], IsPanic: false);
}
