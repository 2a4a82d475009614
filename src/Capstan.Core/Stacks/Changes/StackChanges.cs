using static Capstan.Core.Stacks.Changes.SettingText;

namespace Capstan.Core.Stacks.Changes;

/// <summary>Tells what a changed stack file would do to the running stack.</summary>
public static class StackChanges
{
    private const string Remedy = "run 'capstan down', then 'capstan up'.";

    /// <summary>
    /// Every change, the stack's own first, then service by service and database by database; empty when nothing differs. When any of them is
    /// <see cref="StackChangeKind.Refused"/>, none may be taken over.
    /// </summary>
    public static IReadOnlyList<StackChange> Describe(StackSpec old, StackSpec changed)
    {
        List<StackChange> changes = [];
        Fixed("name", old.Name, changed.Name);
        Fixed("folder", old.Folder, changed.Folder);
        Fixed("runtime", Of(old.Runtime), Of(changed.Runtime));
        Fixed("gateway.listen", Of(old.Gateway.Listen), Of(changed.Gateway.Listen));
        Fixed("gateway.plane", Of(old.Gateway.Plane), Of(changed.Gateway.Plane));
        Fixed("gateway.tls", Of(old.Gateway.Tls), Of(changed.Gateway.Tls));
        Fixed("gateway.trust_forwarded", Of(old.Gateway.TrustForwarded), Of(changed.Gateway.TrustForwarded));
        Fixed("gateway.access_log", Of(old.Gateway.AccessLog), Of(changed.Gateway.AccessLog));
        if (old.Gateway.Limits != changed.Gateway.Limits)
            changes.Add(new StackChange(StackChangeKind.Refused, null, $"gateway.limits cannot change while the stack runs; {Remedy}"));
        Fixed("admin.listen", Of(old.Admin.Listen), Of(changed.Admin.Listen));
        Fixed("telemetry.otlp", Of(old.Telemetry.Otlp), Of(changed.Telemetry.Otlp));

        var before = old.Services.ToDictionary(service => service.Name);
        foreach (var service in changed.Services)
        {
            if (before.Remove(service.Name, out var known))
                changes.AddRange(ServiceChanges.Describe(known, service));
            else
                changes.Add(new StackChange(StackChangeKind.Restart, service.Name, $"{service.Name}: new; {Start(service)}."));
        }

        foreach (var gone in old.Services.Where(service => before.ContainsKey(service.Name)))
        {
            var end = gone.Template is null ? "its targets get no more requests" : "its replicas are drained and stopped";
            changes.Add(new StackChange(StackChangeKind.Restart, gone.Name, $"{gone.Name}: removed; {end}."));
        }

        changes.AddRange(DatabaseChanges.Describe(old.Databases, changed.Databases));
        return changes;

        void Fixed(string path, string from, string to)
        {
            if (from != to)
                changes.Add(new StackChange(StackChangeKind.Refused, null, $"{path} cannot change from {from} to {to} while the stack runs; {Remedy}"));
        }
    }

    private static string Start(ServiceSpec service)
    {
        if (service.Template is null)
            return service.Targets.Count == 1 ? "its target gets requests" : $"its {service.Targets.Count} targets get requests";
        return service.Minimum == 1 ? "1 replica is started" : $"{service.Minimum} replicas are started";
    }
}
