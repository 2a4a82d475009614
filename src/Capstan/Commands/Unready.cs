using Capstan.Control;

namespace Capstan.Commands;

/// <summary>Tells what of a stack is not ready, and why.</summary>
internal static class Unready
{
    /// <summary>Whether a service lacks ready replicas, or a ready target where they run elsewhere.</summary>
    public static bool Is(ServiceStatus service) =>
        service.Replicas.Count(replica => replica.State == "ready") < service.Wanted
        || (service.Targets.Count > 0 && service.Targets.All(target => target.State != "ready"));

    /// <summary>Whether a database lacks its leader, or followers.</summary>
    public static bool Is(DatabaseStatus database) => database.Leader is null || database.ReadyFollowers < database.Followers;

    /// <summary>One line for each replica that is missing or not ready.</summary>
    public static IEnumerable<string> Lines(StackStatus status, DateTimeOffset now)
    {
        // A problem of a replica that is there goes with the replica's own line below.
        var shown = status.Services.SelectMany(service => service.Replicas.Select(replica => $"{service.Name}/{replica.Slot}:")).ToList();
        shown.AddRange(status.Databases.SelectMany(database => database.Workers.Select(worker => $"{database.Name}/{worker.Slot}:")));
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

        foreach (var database in status.Databases.Where(Is))
        {
            yield return $"{database.Name}: {(database.Leader is null ? "no leader" : $"leader in slot {database.Leader}")}, {database.ReadyFollowers} of {Humane.Count(database.Followers, "follower")} ready";
            foreach (var worker in database.Workers.Where(worker => worker.State != "ready" || worker.Role is null))
                yield return $"{database.Name}/{worker.Slot} is {worker.State} since {Humane.Span(now - worker.Since)}{(worker.Detail is { } why ? ": " + why : "")}";
        }
    }
}
