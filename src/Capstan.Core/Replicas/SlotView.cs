namespace Capstan.Core.Replicas;

/// <summary>One slot as the planner sees it. A slot has one replica at most, since the successor takes over its port.</summary>
public sealed record SlotView
{
    /// <summary>Number of the slot.</summary>
    public required int Slot { get; init; }

    /// <summary>The replica in it; null when it is empty.</summary>
    public ReplicaView? Replica { get; init; }

    /// <summary>Whether a start or stop is under way here; such a slot is left alone.</summary>
    public bool IsBusy { get; init; }

    /// <summary>Memory of early ends.</summary>
    public CrashLoop CrashLoop { get; init; }

    /// <summary>Template hash of the last replica here that ended before it was ready; null when the last one became ready.</summary>
    public string? FailedHash { get; init; }

    /// <summary>Why that one failed.</summary>
    public string FailedReason { get; init; } = "";

    /// <summary>Whether its last serving replica was given up for failing its checks, and no successor has become ready since.</summary>
    public bool IsGivenUp { get; init; }
}
