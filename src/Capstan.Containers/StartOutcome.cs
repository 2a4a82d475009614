namespace Capstan.Containers;

/// <summary>What came of a start: a running replica, or why there is none.</summary>
/// <param name="Fault">What went wrong; <see cref="StartFault.None"/> on success.</param>
/// <param name="Replica">The replica; null unless it runs.</param>
/// <param name="Detail">One sentence for the operator; empty on success.</param>
public sealed record StartOutcome(StartFault Fault, RuntimeReplica? Replica, string Detail)
{
    /// <summary>A replica that runs.</summary>
    public static StartOutcome Started(RuntimeReplica replica) => new(StartFault.None, replica, "");

    /// <summary>A start that failed.</summary>
    public static StartOutcome Failed(StartFault fault, string detail) => new(fault, null, detail);
}
