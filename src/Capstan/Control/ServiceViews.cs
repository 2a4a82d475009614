using Capstan.Core.Health;
using Capstan.Core.Replicas;
using Capstan.Core.Stacks;
using Capstan.Gateway;

namespace Capstan.Control;

/// <summary>Turns what the controller remembers into what the planner sees.</summary>
internal static class ServiceViews
{
    /// <summary>What the planner is to know of a service now.</summary>
    public static ServiceView Of(ServiceRecord service, IDataPlane plane, ActionRunner runner, bool isStopping)
    {
        var readings = plane.Read(service.Name)?.Targets.ToDictionary(target => target.Id, target => target.InFlight);
        return new ServiceView
        {
            Spec = service.Spec,
            Wanted = service.IsRemoved ? 0 : service.Wanted,
            TargetHash = service.TargetHash,
            StableHash = SpecHash.Of(service.Stable),
            IsProven = service.IsProven,
            IsUpdating = service.IsUpdating,
            IsStopping = isStopping,
            Slots = [.. service.Slots.Values.Select(slot => Of(slot, readings, runner.IsRemoving(service.Name, slot.Number)))],
        };
    }

    private static SlotView Of(SlotRecord slot, Dictionary<string, int>? inFlight, bool isRemoving) => new()
    {
        Slot = slot.Number,
        IsBusy = slot.IsBusy || isRemoving,
        CrashLoop = slot.CrashLoop,
        FailedHash = slot.FailedHash,
        FailedReason = slot.FailedReason,
        IsGivenUp = slot.IsGivenUp,
        Replica = slot.Replica is not { } replica
            ? null
            : new ReplicaView
            {
                Id = replica.Id,
                Hash = replica.Seen.SpecHash,
                State = replica.Life.State,
                Since = replica.Life.Since,
                IsAlive = replica.IsAlive,
                Health = replica.Verdict,
                IsHung = replica.Watch?.Last?.Outcome == ProbeOutcome.TimedOut,
                InFlight = inFlight?.GetValueOrDefault(replica.Id.ToString()) ?? 0,
                Detail = replica.Detail,
            },
    };
}
