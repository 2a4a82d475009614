using Capstan.Cluster;
using Capstan.Core.Stacks;

namespace Capstan.Commands;

/// <summary>Tries the servers that the databases of a stack run on.</summary>
internal static class ServerTrial
{
    /// <summary>What is wrong with them or worth knowing; empty when nothing is, and when all databases are embedded.</summary>
    public static async Task<IReadOnlyList<ServerReport>> RunAsync(StackSpec stack, TimeProvider time, CancellationToken cancellationToken)
    {
        var trials = await Task.WhenAll(stack.Databases.Select(async database =>
            (await ServersCheck.TryAsync(database, time, cancellationToken)).Select(found =>
                new ServerReport($"databases.{database.Name}.{found.Setting}", found.What, found.Remedy, found.IsHint))));
        return [.. trials.SelectMany(found => found)];
    }

    /// <summary>Tells them one by one.</summary>
    public static void Write(IReadOnlyList<ServerReport> reports, TextWriter to)
    {
        foreach (var report in reports)
            to.WriteLine($"capstan: {report.Path}: {(report.IsHint ? "hint: " : "")}{report.What.TrimEnd('.')}. {report.Remedy}");
    }
}
