using Capstan.Containers;
using Capstan.Control.Databases;
using Capstan.Core.Stacks;
using Capstan.Events;
using Capstan.Health;

namespace Capstan.Control;

/// <summary>Brings what the controller remembers in line with what the runtime lists.</summary>
internal sealed class Inventory(ControlParts parts, ControlClock clock, Action changed)
{
    /// <summary>
    /// Takes in one listing: known replicas are brought up to date, unknown ones that fit are adopted as they run.
    /// </summary>
    /// <returns>Replicas that belong to no slot any more and are to be removed.</returns>
    public IReadOnlyList<RuntimeReplica> TakeIn(IReadOnlyDictionary<string, ReplicaGroup> groups, IReadOnlyList<RuntimeReplica> listed)
    {
        var byId = listed.ToDictionary(replica => replica.Id);
        foreach (var slot in groups.Values.SelectMany(group => group.Slots.Values))
        {
            if (slot.IsBusy || slot.Replica is not { } replica)
                continue;
            if (byId.TryGetValue(replica.Id, out var seen))
                replica.Observe(seen);
            else
                replica.Vanish();
        }

        // Of two in one slot the newer one stays.
        var leftovers = new List<RuntimeReplica>();
        foreach (var seen in listed.OrderByDescending(replica => replica.Id))
        {
            if (!groups.TryGetValue(seen.Id.Service, out var group))
            {
                leftovers.Add(seen);
                continue;
            }

            var slot = group.Slot(seen.Id.Slot);
            slot.Generation = Math.Max(slot.Generation, seen.Id.Generation);
            if (slot.IsBusy || slot.Replica?.Id == seen.Id)
                continue;
            if (slot.Replica is null && seen.IsRunning && Fits(group, seen))
                Adopt(group, slot, seen);
            else
                leftovers.Add(seen);
        }

        return leftovers;
    }

    /// <summary>Remembers a replica that was just started, and begins to check it.</summary>
    public void Put(ReplicaGroup group, SlotRecord slot, RuntimeReplica seen, TimeSpan started)
    {
        slot.Replica = new ReplicaRecord(seen, started, clock.Wall) { Watch = group is ServiceRecord service ? Watch(service.Spec, seen.Port) : null };
        slot.Port = seen.Port;
        group.Put(slot.Replica, started);
    }

    public ExternalTarget External(ServiceSpec spec, HostPort address) => new(
        address,
        new HealthWatch(parts.Probe, clock.Provider, () => clock.Now, new HealthWatch.Question(address.Host, address.Port, spec.Protocol, spec.Health), changed),
        clock.Wall);

    private static bool Fits(ReplicaGroup group, RuntimeReplica seen) => group switch
    {
        // A service whose ports or published address changed gets its replicas anew.
        ServiceRecord { Spec: var spec } =>
            (spec.Ports is null || spec.Ports.PortOf(seen.Id.Slot) == seen.Port) && (seen.Publish is null || seen.Publish == spec.Publish),
        // A worker whose settings changed too: it was told them at its start.
        DatabaseRecord database => database.Parts.Places.OutliveControllers && database.Hash == seen.SpecHash,
        _ => false,
    };

    private void Adopt(ReplicaGroup group, SlotRecord slot, RuntimeReplica seen)
    {
        Put(group, slot, seen, clock.Now);
        var port = group.HasPorts ? $" on port {seen.Port}" : "";
        // An engine that is busy with it does not tell its process yet.
        var process = seen.Pid > 0 ? $" as process {seen.Pid}" : "";
        parts.Events.Append(EventKinds.ReplicaAdopted, $"was already running{port}{process}", group.Name, seen.Id.ToString());
    }

    private HealthWatch Watch(ServiceSpec spec, int port) => new(
        parts.Probe,
        clock.Provider,
        () => clock.Now,
        new HealthWatch.Question(TargetPublisher.HostOf(spec.Publish), port, spec.Protocol, spec.Health),
        changed);
}
