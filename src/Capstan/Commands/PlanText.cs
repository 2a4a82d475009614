using Capstan.Core.Stacks;

namespace Capstan.Commands;

/// <summary>What a stack file asks for, in words.</summary>
internal static class PlanText
{
    /// <summary>Writes the plan.</summary>
    public static void Write(StackSpec spec, CliConsole console)
    {
        var runtime = spec.Runtime == RuntimeKind.Docker ? "Docker containers" : "child processes";
        console.Out.WriteLine($"Stack {spec.Name}: {Humane.Count(spec.Services.Count, "service")}{(spec.Databases.Count > 0 ? $", {Humane.Count(spec.Databases.Count, "database")}" : "")} as {runtime}");
        console.Out.WriteLine($"Gateway http://{spec.Gateway.Listen}{(spec.Gateway.Tls is { } tls ? $" https://{tls.Listen}" : "")}");
        console.Out.WriteLine();
        var table = new TextTable("Service", "Replicas", "Ports", "Routes", "Runs", "Scaling");
        foreach (var service in spec.Services)
        {
            table.Add(
                service.Name,
                service.Template is null ? $"{Humane.Count(service.Targets.Count, "target")} elsewhere" : ReplicasOf(service),
                service.Template is null ? "-" : PortsOf(service.Ports),
                service.Routes.Count == 0 ? "none" : string.Join(" ", service.Routes.Select(route => route.Host + route.Path)),
                RunsOf(service, spec.Runtime),
                ScalingOf(service));
        }

        if (spec.Services.Count > 0)
            table.Write(console);
        if (spec.Services.Count > 0 && spec.Databases.Count > 0)
            console.Out.WriteLine();
        if (spec.Databases.Count > 0)
            Databases(spec).Write(console);
        foreach (var database in spec.Databases.Where(database => database.Broker is not null))
            console.Out.WriteLine($"Database {database.Name} runs on {database.Broker} and {database.Ensemble}");
    }

    private static TextTable Databases(StackSpec spec)
    {
        var table = new TextTable("Database", "Followers", "API", "Schema", "Scaling");
        foreach (var database in spec.Databases)
        {
            table.Add(
                database.Name,
                database.Scale is { } scale ? $"{scale.Min} to {scale.Max}" : $"{database.Followers}",
                $"http://{database.Listen}{(database.IsOpen ? " without a token" : "")}",
                database.Schema is { } schema ? Path.GetRelativePath(spec.Folder, schema) : "none",
                database.Scale is { } rule ? RuleOf(rule, "reads", "followers") : "fixed");
        }

        return table;
    }

    private static string ScalingOf(ServiceSpec service) => service.Scale is not { } scale ? "fixed"
        : $"{RuleOf(scale, "requests", "replicas")}{(scale.Exclude.Count > 0 ? $", not counting {string.Join(" ", scale.Exclude)}" : "")}";

    private static string RuleOf(ScaleSpec scale, string counted, string wanted) =>
        $"every {Humane.Length(scale.Window)}: {(scale.Edge == ScaleEdge.Next ? $"floor({counted}/{scale.Requests})+1" : $"ceil({counted}/{scale.Requests})")}"
        + $" {wanted}, {scale.Min} to {scale.Max}";

    private static string PortsOf(PortRange? ports) => ports switch
    {
        null => "any free",
        { Count: 1 } one => $"{one.First}",
        { } range => $"{range.First}-{range.Last}",
    };

    private static string ReplicasOf(ServiceSpec service) => service.Scale is { } scale ? $"{scale.Min} to {scale.Max}" : $"{service.Replicas}";

    private static string RunsOf(ServiceSpec service, RuntimeKind runtime) => service.Template is not { } template ? "-"
        : runtime == RuntimeKind.Docker ? template.Image ?? "-"
        : string.Join(" ", template.Command);
}
