using Capstan.Core.Health;
using Capstan.Core.Replicas;
using Capstan.Events;
using Capstan.Gateway;

namespace Capstan.Control;

/// <summary>Tells the gateway which targets a service has, whenever that changes.</summary>
internal sealed class TargetPublisher(ControlParts parts, ControlClock clock)
{
    public void Publish(ServiceRecord service)
    {
        var targets = service.Slots.Values
            .Where(slot => slot.Replica is { } replica && IsTarget(replica))
            .Select(slot => OfReplica(service, slot.Replica!))
            .Concat(service.Externals.Select(external => OfExternal(service, external)).OfType<Target>())
            .ToList();
        if (targets.SequenceEqual(service.Published))
            return;
        parts.Plane.SetTargets(service.Name, targets);
        service.Published = targets;
    }

    /// <summary>Where the gateway and the health checks reach what is published on an address.</summary>
    public static string HostOf(string publish) => publish switch
    {
        "0.0.0.0" => "127.0.0.1",
        "::" => "::1",
        _ => publish,
    };

    // A failing replica keeps the requests it has for a moment; one that is dead keeps nothing.
    private static bool IsTarget(ReplicaRecord replica) => replica.Life.State switch
    {
        ReplicaState.Warming or ReplicaState.Ready or ReplicaState.Draining or ReplicaState.Failed => replica.IsAlive,
        _ => false,
    };

    private static Target OfReplica(ServiceRecord service, ReplicaRecord replica) => new()
    {
        Id = replica.Id.ToString(),
        Host = HostOf(service.Spec.Publish),
        Port = replica.Seen.Port,
        Condition = replica.Life.State is ReplicaState.Draining or ReplicaState.Failed ? TargetCondition.Draining : ConditionOf(replica.Verdict),
        ReadySince = replica.ReadyTimestamp,
    };

    private Target? OfExternal(ServiceRecord service, ExternalTarget external)
    {
        if (external.Look(clock.Wall, out var verdict))
        {
            parts.Events.Append(
                verdict == HealthVerdict.Healthy ? EventKinds.ReplicaReady : verdict == HealthVerdict.Unavailable ? EventKinds.ReplicaUnavailable : EventKinds.ReplicaFailed,
                external.Watch.Last?.Detail ?? "never answered",
                service.Name,
                external.Address.ToString());
        }

        return verdict == HealthVerdict.Pending
            ? null
            : new Target { Id = external.Address.ToString(), Host = external.Address.Host, Port = external.Address.Port, Condition = ConditionOf(verdict) };
    }

    private static TargetCondition ConditionOf(HealthVerdict verdict) => verdict switch
    {
        HealthVerdict.Unhealthy => TargetCondition.Unhealthy,
        HealthVerdict.Unavailable => TargetCondition.Unavailable,
        _ => TargetCondition.Healthy,
    };
}
