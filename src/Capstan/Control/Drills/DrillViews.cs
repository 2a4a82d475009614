using Capstan.Control.Databases;
using Capstan.Core.Drills;
using Capstan.Core.Replicas;

namespace Capstan.Control.Drills;

/// <summary>Turns what the controller remembers into what the choice of a drill's targets sees.</summary>
internal static class DrillViews
{
    /// <summary>A database or service now.</summary>
    public static DrillGroup Of(ReplicaGroup group) => new()
    {
        Name = group.Name,
        IsDatabase = group is DatabaseRecord,
        Trouble = TroubleOf(group),
        Wanted = group.Wanted,
        Members = [.. group.Slots.Values.Select(Of).OfType<DrillMember>()],
    };

    private static string TroubleOf(ReplicaGroup group) => group switch
    {
        DatabaseRecord database => database.Reading.Trouble,
        ServiceRecord { IsRemoved: true } => "it is being removed",
        ServiceRecord { IsUpdating: true } => "an update is under way",
        _ => "",
    };

    private static DrillMember? Of(SlotRecord slot) => slot is { IsBusy: false, Replica: { IsAlive: true } replica }
        ? new DrillMember(replica.Id, replica.Seen.Pid, IsReady(replica), replica.Worker?.Now is { IsLeader: true }, replica.Life.Since)
        : null;

    private static bool IsReady(ReplicaRecord replica) =>
        replica.Life.State == ReplicaState.Ready && (replica.Worker is null || replica.Worker.Now is { IsReady: true });
}
