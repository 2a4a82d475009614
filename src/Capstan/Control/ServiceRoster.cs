using Capstan.Core.Health;
using Capstan.Core.Replicas;
using Capstan.Core.Stacks;
using Capstan.Events;
using Capstan.State;

namespace Capstan.Control;

/// <summary>The services that the controller remembers, and how they come, change and go. Touched by the control loop alone.</summary>
internal sealed class ServiceRoster(ControlParts parts, Inventory inventory, IDictionary<string, ReplicaGroup> groups)
{
    private readonly SortedDictionary<string, ServiceRecord> _services = new(StringComparer.Ordinal);

    /// <summary>By name; those that are being removed included.</summary>
    public IReadOnlyDictionary<string, ServiceRecord> ByName => _services;

    public IEnumerable<ServiceRecord> All => _services.Values;

    /// <summary>Fills the roster at the start.</summary>
    public void Fill(StackSpec spec, StackState saved)
    {
        foreach (var service in spec.Services)
            groups[service.Name] = _services[service.Name] = Remember(service, saved.Services.GetValueOrDefault(service.Name));
        ConfigurePlane();
    }

    /// <summary>Takes over a changed stack: services come, change and go. What is said of it is said when it holds.</summary>
    public void TakeOver(StackSpec changed, IReadOnlyList<string> lines)
    {
        var updates = new List<ServiceRecord>();
        foreach (var spec in changed.Services)
        {
            if (!_services.TryGetValue(spec.Name, out var record))
            {
                groups[spec.Name] = _services[spec.Name] = Remember(spec, null);
                continue;
            }

            record.IsRemoved = false;
            var targets = record.Spec.Targets;
            if (record.Change(spec))
                updates.Add(record);
            foreach (var slot in record.Slots.Values)
                slot.Replica?.Watch?.Configure(spec.Protocol, spec.Health);
            if (!targets.SequenceEqual(spec.Targets))
                Exchange(record);
            foreach (var external in record.Externals)
                external.Watch.Configure(spec.Protocol, spec.Health);
        }

        foreach (var record in _services.Values.Where(record => changed.Services.All(spec => spec.Name != record.Name)))
            record.IsRemoved = true;
        ConfigurePlane();
        foreach (var record in _services.Values)
            record.Published = [];
        parts.Events.Append(EventKinds.StackReloaded, lines.Count == 0 ? "nothing changed" : string.Join(" ", lines));
        foreach (var record in updates)
            parts.Events.Append(EventKinds.UpdateStarted, $"from version {SpecHash.Of(record.Stable)} to {record.TargetHash}", record.Name);
    }

    /// <summary>Forgets removed services whose replicas are gone.</summary>
    public void DropRemoved()
    {
        var ended = _services.Values.Where(record => record.IsRemoved && record.IsEmpty).ToList();
        if (ended.Count == 0)
            return;
        foreach (var record in ended)
        {
            foreach (var external in record.Externals)
                _ = external.Watch.DisposeAsync().AsTask();
            _services.Remove(record.Name);
            groups.Remove(record.Name);
        }

        ConfigurePlane();
    }

    /// <summary>Whether every service has all its wanted replicas ready, or a healthy target where they run elsewhere.</summary>
    public bool IsReady() => _services.Values.All(service =>
        (service.Externals.Count == 0 || service.Externals.Any(external => external.Watch.Verdict == HealthVerdict.Healthy))
        && service.Slots.Values.Count(slot => slot.Number < service.Wanted && slot.Replica?.Life.State == ReplicaState.Ready) == service.Wanted);

    /// <summary>Whether no service has a replica, or a start or stop under way.</summary>
    public bool IsEmpty() => _services.Values.All(service => service.IsEmpty);

    /// <summary>Ends all health checks.</summary>
    public async Task EndWatchesAsync()
    {
        foreach (var service in _services.Values)
        {
            foreach (var slot in service.Slots.Values)
            {
                if (slot.Replica?.Watch is { } watch)
                    await watch.DisposeAsync();
            }

            foreach (var external in service.Externals)
                await external.Watch.DisposeAsync();
        }
    }

    private ServiceRecord Remember(ServiceSpec spec, ServiceState? saved)
    {
        var record = new ServiceRecord(spec, saved);
        record.Externals.AddRange(spec.Targets.Select(address => inventory.External(spec, address)));
        if (record.IsUpdating)
            parts.Events.Append(EventKinds.UpdateStarted, "the stack file changed while the stack was down", spec.Name);
        return record;
    }

    /// <summary>A service that is being removed gets no new requests, but stays known until those it has are finished.</summary>
    private void ConfigurePlane() =>
        parts.Plane.Configure([.. _services.Values.Select(record => record.IsRemoved ? record.Spec with { Routes = [], Scale = null } : record.Spec)]);

    private void Exchange(ServiceRecord record)
    {
        var kept = record.Externals.Where(external => record.Spec.Targets.Contains(external.Address)).ToList();
        foreach (var external in record.Externals.Except(kept))
            _ = external.Watch.DisposeAsync().AsTask();
        var added = record.Spec.Targets.Where(address => kept.All(external => external.Address != address));
        kept.AddRange(added.Select(address => inventory.External(record.Spec, address)));
        record.Externals.Clear();
        record.Externals.AddRange(kept);
    }
}
