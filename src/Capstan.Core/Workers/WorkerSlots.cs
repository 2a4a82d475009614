namespace Capstan.Core.Workers;

/// <summary>Which slots of a database should have a worker.</summary>
public static class WorkerSlots
{
    /// <summary>
    /// The lowest ones, but a leader in a higher slot keeps it, in place of the last of them, for as long as it leads: followers alone
    /// are removed. While everybody who may hold data must be heard, the slots of the roster are wanted too.
    /// </summary>
    /// <param name="workers">Workers wanted, 1 or more.</param>
    /// <param name="leader">Slot of the leader, or of the last one while there is none; null when none is known.</param>
    /// <param name="heard">Slots that must be heard; empty while none must.</param>
    /// <returns>In ascending order.</returns>
    public static IReadOnlyList<int> Wanted(int workers, int? leader, IReadOnlyList<int> heard)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        var slots = leader is { } kept && kept >= workers ? Enumerable.Range(0, workers - 1).Append(kept) : Enumerable.Range(0, workers);
        return [.. slots.Union(heard).Order()];
    }
}
