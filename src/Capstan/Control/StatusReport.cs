using Capstan.Control.Databases;
using Capstan.Core.Health;
using Capstan.Core.Replicas;
using Capstan.Core.Stacks;
using Capstan.Gateway;

namespace Capstan.Control;

/// <summary>Writes a <see cref="StackStatus"/> from what the controller remembers.</summary>
internal sealed class StatusReport(ControlParts parts, ControlClock clock, Func<StackAddresses> addresses)
{
    private readonly DatabaseReport _databases = new(clock);
    private readonly DateTimeOffset _since = clock.Wall;

    public StackStatus Write(StackSpec spec, IReadOnlyDictionary<string, ReplicaGroup> groups, string state, string? lost)
    {
        var ordered = spec.Services.Select(service => groups.GetValueOrDefault(service.Name)).OfType<ServiceRecord>().ToList();
        var databases = spec.Databases.Select(database => groups.GetValueOrDefault(database.Name)).OfType<DatabaseRecord>().ToList();
        var log = parts.Plane.ReadAccessLog();
        return new StackStatus
        {
            Stack = spec.Name,
            State = state,
            Runtime = spec.Runtime.ToString().ToLowerInvariant(),
            Pid = Environment.ProcessId,
            Since = _since,
            Gateway = addresses().Gateway,
            AccessLog = log is null ? null : new AccessLogStatus(log.Path, log.Lines, log.Dropped),
            Admin = addresses().Admin,
            Problems = [.. (lost is null ? Enumerable.Empty<string>() : [lost]), .. Problems(log), .. ordered.SelectMany(Problems), .. databases.SelectMany(_databases.Problems)],
            Services = [.. ordered.Select(Write)],
            Databases = [.. databases.Select(_databases.Write)],
        };
    }

    private ServiceStatus Write(ServiceRecord service)
    {
        var reading = parts.Plane.Read(service.Name);
        var targets = reading?.Targets.ToDictionary(target => target.Id) ?? [];
        return new ServiceStatus
        {
            Name = service.Name,
            Wanted = service.Wanted,
            Routes = [.. service.Spec.Routes.Select(route => route.Host + route.Path)],
            Requests = reading?.Requests ?? 0,
            RequestsPerSecond = Math.Round(service.Rate.Record(clock.Now, reading?.Requests ?? 0), 1),
            Errors = reading?.Errors ?? 0,
            InFlight = reading?.InFlight ?? 0,
            Held = reading?.Held ?? 0,
            Window = WindowReport.Of(service, service.Spec.Scale, clock),
            Update = Update(service),
            Replicas = [.. service.Slots.Values.Where(slot => slot.Replica is not null).Select(slot => Write(slot, targets))],
            Targets = [.. service.Externals.Select(external => Write(external, targets))],
        };
    }

    private static ReplicaStatus Write(SlotRecord slot, Dictionary<string, TargetReading> targets)
    {
        var replica = slot.Replica!;
        var target = targets.GetValueOrDefault(replica.Id.ToString());
        return new ReplicaStatus
        {
            Slot = slot.Number,
            Port = replica.Seen.Port,
            Pid = replica.IsAlive && replica.Seen.Pid > 0 ? replica.Seen.Pid : null,
            ContainerId = replica.Seen.ContainerId,
            State = replica.Life.State.ToString().ToLowerInvariant(),
            Since = replica.StateSince,
            Generation = replica.Id.Generation,
            Health = replica.Watch?.Last?.Detail,
            Requests = target?.Requests ?? 0,
            InFlight = target?.InFlight ?? 0,
            Ejected = target?.IsEjected ?? false,
            Detail = replica.Note ?? (replica.Verdict is HealthVerdict.Unhealthy or HealthVerdict.Unavailable ? replica.Detail : null),
        };
    }

    private static TargetStatus Write(ExternalTarget external, Dictionary<string, TargetReading> targets)
    {
        var target = targets.GetValueOrDefault(external.Address.ToString());
        var state = external.Watch.Verdict switch
        {
            HealthVerdict.Pending => ReplicaState.Starting,
            HealthVerdict.Healthy => ReplicaState.Ready,
            _ => ReplicaState.Failed,
        };
        return new TargetStatus(
            external.Address.ToString(),
            state.ToString().ToLowerInvariant(),
            external.Since,
            external.Watch.Last?.Detail,
            target?.Requests ?? 0,
            target?.InFlight ?? 0,
            target?.IsEjected ?? false);
    }

    private static string? Update(ServiceRecord service)
    {
        if (!service.IsUpdating)
            return null;
        var done = service.Slots.Values.Count(slot => slot.Number < service.Wanted && slot.Replica is { Life.State: ReplicaState.Ready } replica
            && replica.Seen.SpecHash == service.TargetHash);
        return service.IsProven ? $"{done} of {service.Wanted} replicas are of the new version" : "the new version has to prove itself";
    }

    private static IEnumerable<string> Problems(AccessLogReading? log) =>
        log?.Fault is { } fault ? [$"access log {log.Path}: {fault.TrimEnd('.')}."] : [];

    private IEnumerable<string> Problems(ServiceRecord service)
    {
        foreach (var slot in service.Slots.Values.Where(slot => slot.Number <= service.Wanted && slot.FailedReason.Length > 0))
        {
            var wait = (slot.CrashLoop.NotBefore - clock.Now).TotalSeconds;
            var next = slot.Replica is null && wait > 0 ? $" Next try in {wait:0} s." : "";
            yield return $"{service.Name}/{slot.Number}: {slot.FailedReason.TrimEnd('.')}.{next}";
        }

        foreach (var external in service.Externals.Where(external => external.Watch.Verdict is HealthVerdict.Unhealthy or HealthVerdict.Unavailable))
            yield return $"{service.Name} {external.Address}: {external.Watch.Last?.Detail}.";
    }
}
