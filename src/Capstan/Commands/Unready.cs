using Capstan.Control;

namespace Capstan.Commands;

/// <summary>Tells what of a stack is not ready, and why.</summary>
internal static class Unready
{
    /// <summary>Whether a service lacks ready replicas, or a ready target where they run elsewhere.</summary>
    public static bool Is(ServiceStatus service) =>
        service.Replicas.Count(replica => replica.State == "ready") < service.Wanted
        || (service.Targets.Count > 0 && service.Targets.All(target => target.State != "ready"));

    /// <summary>One line for each replica that is missing or not ready.</summary>
    public static IEnumerable<string> Lines(StackStatus status, DateTimeOffset now)
    {
        // A problem of a replica that is there goes with the replica's own line below.
        var shown = status.Services.SelectMany(service => service.Replicas.Select(replica => $"{service.Name}/{replica.Slot}:")).ToList();
        var problems = status.Problems.Where(problem => !shown.Any(replica => problem.StartsWith(replica))).ToList();
        foreach (var problem in problems)
            yield return problem;
        foreach (var service in status.Services.Where(Is))
        {
            foreach (var replica in service.Replicas.Where(replica => replica.State != "ready"))
            {
                var why = string.Join("; ", new[] { replica.Health, replica.Detail }.OfType<string>());
                yield return $"{service.Name}/{replica.Slot} on port {replica.Port} is {replica.State} since {Humane.Span(now - replica.Since)}{(why.Length > 0 ? ": " + why : "")}";
            }

            foreach (var target in service.Targets.Where(target => target.State != "ready"))
                yield return $"{service.Name}: the target {target.Address} is {target.State} since {Humane.Span(now - target.Since)}: {target.Health ?? "not asked yet"}";

            var missing = service.Wanted - service.Replicas.Count - problems.Count(problem => problem.StartsWith(service.Name + "/"));
            if (missing > 0)
                yield return $"{service.Name}: {Humane.Count(missing, "replica")} could not be started yet";
        }
    }
}
