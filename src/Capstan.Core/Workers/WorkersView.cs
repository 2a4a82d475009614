namespace Capstan.Core.Workers;

/// <summary>All that the planner knows of one database's workers at one moment.</summary>
public sealed record WorkersView
{
    /// <summary>Workers wanted: the leader and the wanted followers. 1 or more.</summary>
    public required int Wanted { get; init; }

    /// <summary>Hash of what a worker is made from.</summary>
    public required string Hash { get; init; }

    /// <summary>Whether a leader is present now.</summary>
    public required bool HasLeader { get; init; }

    /// <summary>Slot of the leader, or of the last one while there is none; null when none is known.</summary>
    public int? LeaderSlot { get; init; }

    /// <summary>Whether a leader has been seen since this controller started.</summary>
    public bool HasLed { get; init; }

    /// <summary>Since when there is no leader; without meaning while there is one.</summary>
    public TimeSpan LeaderlessSince { get; init; }

    /// <summary>Slots whose folders may hold data and that were not retired.</summary>
    public IReadOnlyList<int> Roster { get; init; } = [];

    /// <summary>How long a worker that says nothing may stay so before it is replaced.</summary>
    public required TimeSpan Hang { get; init; }

    /// <summary>Whether all workers are to end.</summary>
    public bool IsStopping { get; init; }

    /// <summary>Every slot that has a worker, a history or data, by number.</summary>
    public required IReadOnlyList<WorkerSlotView> Slots { get; init; }
}
