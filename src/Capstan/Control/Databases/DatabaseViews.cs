using Capstan.Core.Workers;

namespace Capstan.Control.Databases;

/// <summary>Turns what the controller remembers of a database into what the planner sees.</summary>
internal static class DatabaseViews
{
    /// <summary>What the planner is to know of a database now.</summary>
    public static WorkersView Of(DatabaseRecord database, ActionRunner runner, bool isStopping) => new()
    {
        Wanted = database.Wanted + 1,
        Hash = database.Hash,
        HasLeader = database.HasLeader,
        LeaderSlot = database.LeaderSlot,
        HasLed = database.HasLed,
        LeaderlessSince = database.LeaderlessSince,
        Roster = database.Reading.View.Roster,
        Hang = database.Spec.Hang,
        IsStopping = isStopping,
        Slots = [.. database.Slots.Values.Select(slot => Of(slot, runner.IsRemoving(database.Name, slot.Number)))],
    };

    private static WorkerSlotView Of(SlotRecord slot, bool isRemoving) => new()
    {
        Slot = slot.Number,
        IsBusy = slot.IsBusy || isRemoving,
        CrashLoop = slot.CrashLoop,
        HoldsData = slot.HoldsData,
        Worker = slot.Replica is not { Worker: { } watch } replica
            ? null
            : new WorkerView
            {
                Id = replica.Id,
                State = replica.Life.State,
                Since = replica.Life.Since,
                IsAlive = replica.IsAlive,
                Sighting = watch.Now,
                WasSeen = watch.Last is not null,
                LastSeen = watch.LastSeen,
                LastProgress = watch.LastProgress,
                Detail = WorkerEndText.Of(replica),
            },
    };
}
