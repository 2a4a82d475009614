using Capstan.Cluster.Nodes;
using Capstan.ZooKeeper;

namespace Capstan.Cluster.Ensemble;

/// <summary>What is done with nodes again and again.</summary>
internal static class NodeCalls
{
    /// <summary>Reads a node; null when there is none.</summary>
    public static async Task<NodeContent<T>?> ReadAsync<T>(this ZooKeeperClient client, string path, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var found = await client.GetAsync(path, cancellationToken);
            return new NodeContent<T>(NodeJson.Read<T>(found.Data), found.Stat.Version, found.Stat.Owner, found.Stat.CreatedBy);
        }
        catch (ZooKeeperException missing) when (missing.Error == ZooKeeperError.NoNode)
        {
            return null;
        }
    }

    /// <summary>Makes a node unless it is there.</summary>
    /// <returns>Whether it was made.</returns>
    public static async Task<bool> TryCreateAsync(this ZooKeeperClient client, string path, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateAsync(path, data, NodeKind.Persistent, cancellationToken: cancellationToken);
            return true;
        }
        catch (ZooKeeperException there) when (there.Error == ZooKeeperError.NodeExists)
        {
            return false;
        }
    }

    /// <summary>Makes a node or changes it, whatever it holds.</summary>
    public static async Task PutAsync<T>(this ZooKeeperClient client, string path, T content, CancellationToken cancellationToken)
    {
        var data = NodeJson.Write(content);
        while (true)
        {
            try
            {
                await client.SetAsync(path, data, cancellationToken: cancellationToken);
                return;
            }
            catch (ZooKeeperException missing) when (missing.Error == ZooKeeperError.NoNode)
            {
                if (await client.TryCreateAsync(path, data, cancellationToken))
                    return;
            }
        }
    }

    /// <summary>Removes a node unless it has changed or is gone.</summary>
    public static async Task TryDeleteAsync(this ZooKeeperClient client, string path, int version, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteAsync(path, version, cancellationToken);
        }
        catch (ZooKeeperException other) when (other.Error is ZooKeeperError.NoNode or ZooKeeperError.BadVersion)
        {
            // Somebody else's by now, or nobody's.
        }
    }

    /// <summary>The members.</summary>
    public static async Task<IReadOnlyList<NodeContent<WorkerNode>>> WorkersAsync(this ZooKeeperClient client, CancellationToken cancellationToken)
    {
        var names = await client.ChildrenAsync(NodePaths.Workers, cancellationToken);
        var found = await Task.WhenAll(names.Select(name => client.ReadAsync<WorkerNode>($"{NodePaths.Workers}/{name}", cancellationToken)));
        return [.. found.OfType<NodeContent<WorkerNode>>()];
    }

    /// <summary>How long the ensemble has not been heard of; zero while connected.</summary>
    public static TimeSpan SilenceOf(this ZooKeeperClient client, TimeProvider time) =>
        client.State == ConnectionState.Connected ? TimeSpan.Zero : time.GetElapsedTime(client.DisconnectedSince);
}
