using System.Globalization;
using System.Text.Json;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Deploy;

/// <summary>Broker and coordinator of a deployment, read with their own tools in their own containers, by the lines that docs/docker.md gives.</summary>
internal static class ServerTools
{
    private const string ListQueues = "docker-compose exec -T rabbitmq rabbitmqctl -s -p main list_queues name type";

    private const string ListNodes =
        """
        { echo "addauth digest capstan:$(cat secrets/zookeeper-password)"; echo 'ls -R /main'; echo 'get /main/master'; } |
            docker-compose exec -T zookeeper zkCli.sh
        """;

    /// <summary>Queues and nodes have the documented names, and the nodes of workers those of the listed processes.</summary>
    public static async Task AssertNamesAsync(ComposeProject project)
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "docker.md"), TestContext.Current.CancellationToken);
        Assert.Contains("$ " + ListQueues + "\n", page, StringComparison.Ordinal);
        Assert.Contains("$ " + ListNodes + "\n", page, StringComparison.Ordinal);

        Assert.Equal(
            ["readQ\tclassic", "responseQ\tclassic", "syncQ\tstream", "writeQ\tquorum", "writeQ.dead\tquorum"],
            Lines(await project.ShAsync("-c", ListQueues)).Order(StringComparer.Ordinal));

        var view = await project.LookAsync();
        var nodes = Lines(await project.ShAsync("-c", ListNodes));
        Assert.Contains("/main/master", nodes);
        Assert.Equal(await project.ListAsync(), NumbersBelow("/main/worker/", nodes));
        Assert.Equal(view.Roster.Order(), NumbersBelow("/main/roster/", nodes));
        Assert.Equal(view.Leader!.Pid, PidOf(nodes));
    }

    /// <summary>The process that leads, by the coordinator's word.</summary>
    public static async Task<int> MasterAsync(ComposeProject project) => PidOf(Lines(await project.ShAsync("-c", ListNodes)));

    private static int PidOf(IEnumerable<string> nodes)
    {
        var master = Assert.Single(nodes, line => line.StartsWith('{'));
        return JsonDocument.Parse(master).RootElement.GetProperty("pid").GetInt32();
    }

    private static IEnumerable<int> NumbersBelow(string folder, IEnumerable<string> nodes) => nodes
        .Where(node => node.StartsWith(folder, StringComparison.Ordinal)).Select(node => int.Parse(node.AsSpan(folder.Length), CultureInfo.InvariantCulture)).Order();

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
