using Capstan.Core.Replicas;

namespace Capstan.Core.Workers;

/// <summary>One slot of a database as the planner sees it. It owns a data folder, which outlives its workers.</summary>
public sealed record WorkerSlotView
{
    /// <summary>Number of the slot.</summary>
    public required int Slot { get; init; }

    /// <summary>The worker in it; null when it is empty.</summary>
    public WorkerView? Worker { get; init; }

    /// <summary>Whether a start, a stop or a retirement is under way here; such a slot is left alone.</summary>
    public bool IsBusy { get; init; }

    /// <summary>Memory of early ends.</summary>
    public CrashLoop CrashLoop { get; init; }

    /// <summary>Whether its folder may hold data.</summary>
    public bool HoldsData { get; init; }
}
