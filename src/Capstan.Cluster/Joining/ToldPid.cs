using Capstan.Cluster.Ensemble;
using Capstan.Cluster.Nodes;
using Capstan.ZooKeeper;

namespace Capstan.Cluster.Joining;

/// <summary>
/// The process id of a worker inside a container, which sees another one than the runtime: the controller writes down which process the
/// container in a slot is, and a container's host name is how its id begins.
/// </summary>
internal static class ToldPid
{
    /// <summary>Waits until the controller has told it.</summary>
    public static async Task<int> FindAsync(ZooKeeperClient client, int slot, string host, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (IsOf(host, (await client.ReadAsync<ProcessNode>(NodePaths.ProcessOf(slot), cancellationToken))?.Value) is { } pid)
                return pid;
            await Task.Delay(Joiner.LookEvery, time, cancellationToken);
        }
    }

    /// <summary>The process id, if the node is about the container of this name.</summary>
    public static int? IsOf(string host, ProcessNode? told) =>
        told is not null && host.Length > 0 && told.Container.StartsWith(host, StringComparison.Ordinal) ? told.Pid : null;
}
