using Capstan.Cluster.Nodes;
using Capstan.ZooKeeper;

namespace Capstan.Cluster.Ensemble;

/// <summary>
/// Keeps what all nodes say at hand. An event only tells which node to read; after one may have been missed, all of them are read.
/// </summary>
/// <param name="client">The session.</param>
/// <param name="changed">Takes each new state, one at a time.</param>
internal sealed class NodeMirror(ZooKeeperClient client, Action<ClusterState> changed)
{
    /// <summary>Reads until cancelled.</summary>
    /// <exception cref="ZooKeeperException">The session has ended.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Its first event is that something may have been missed.
        using var watch = client.Watch(NodePaths.Root, isRecursive: true);
        var state = ClusterState.Empty;
        await foreach (var seen in watch.WithCancellation(cancellationToken))
        {
            var next = seen.Kind == NodeEventKind.Missed
                ? await KnownAsync(() => ReadAllAsync(cancellationToken), cancellationToken)
                : await KnownAsync(() => ReadAsync(state, seen.Path, cancellationToken), cancellationToken);
            if (!ReferenceEquals(next, state))
                changed(state = next);
        }
    }

    /// <summary>A lost reply to a question means: ask again; the client waits for the session to come back.</summary>
    private static async Task<ClusterState> KnownAsync(Func<Task<ClusterState>> read, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return await read();
            }
            catch (ZooKeeperException unknown) when (unknown.IsUnknown)
            {
            }
        }
    }

    private async Task<ClusterState> ReadAsync(ClusterState state, string path, CancellationToken cancellationToken) =>
        state.With(path, await ContentAsync(path, cancellationToken));

    private async Task<ClusterState> ReadAllAsync(CancellationToken cancellationToken)
    {
        var below = await Task.WhenAll(NodePaths.Folders.Select(folder => PathsBelowAsync(folder, cancellationToken)));
        string[] paths = [.. NodePaths.Singles, .. below.SelectMany(found => found)];
        var contents = await Task.WhenAll(paths.Select(path => ContentAsync(path, cancellationToken)));
        return paths.Zip(contents).Aggregate(ClusterState.Empty, (state, node) => state.With(node.First, node.Second));
    }

    private async Task<IEnumerable<string>> PathsBelowAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.ChildrenAsync(folder, cancellationToken)).Select(name => $"{folder}/{name}");
        }
        catch (ZooKeeperException missing) when (missing.Error == ZooKeeperError.NoNode)
        {
            return [];
        }
    }

    private async Task<ReadOnlyMemory<byte>?> ContentAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.GetAsync(path, cancellationToken)).Data;
        }
        catch (ZooKeeperException missing) when (missing.Error == ZooKeeperError.NoNode)
        {
            return null;
        }
    }
}
