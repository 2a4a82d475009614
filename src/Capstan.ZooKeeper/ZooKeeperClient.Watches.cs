using Capstan.ZooKeeper.Calls;
using Capstan.ZooKeeper.Watching;
using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper;

/// <content>Watching nodes.</content>
public sealed partial class ZooKeeperClient
{
    /// <summary>
    /// Watches a node, or with all nodes under it, as long as the session lasts; there need not be one yet. Read after each event, above all after
    /// the first, which is <see cref="NodeEventKind.Missed"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The path is none.</exception>
    /// <exception cref="ZooKeeperException">The session is over.</exception>
    public NodeWatch Watch(string path, bool isRecursive)
    {
        var outer = Outer(path);
        _session.Calls.ThrowIfEnded(path);
        var watch = new NodeWatch(path, isRecursive, gone => _session.Watches.Remove(gone, outer));
        _session.Watches.Add(watch, outer);
        return watch;
    }

    /// <summary>Looks whether there is a node, and is told once: of its data or its end, or without one of its creation.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="changed">
    /// Told once, also when it happened while there was no connection, or of the session's end. On a thread of the pool, in order with all other
    /// events: must not block, nor throw.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting; the watch may still be set.</param>
    /// <returns>What is known of it; null when there is none.</returns>
    /// <exception cref="ZooKeeperException">The server could not say; no watch is set.</exception>
    public Task<NodeStat?> ExistsAsync(string path, Action<NodeEvent> changed, CancellationToken cancellationToken = default)
    {
        var outer = Outer(path);
        var body = Bodies.PathAndWatch(outer, watch: true);
        var call = Existing(path, body, error => NoteExisting(error, outer, changed));
        return CallWatchingAsync(call, body, outer, cancellationToken);
    }

    /// <summary>Reads a node, and is told once of its data or its end.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="changed">As with <see cref="ExistsAsync(string, Action{NodeEvent}, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Gives up waiting; the watch may still be set.</param>
    /// <exception cref="ZooKeeperException">Above all <see cref="ZooKeeperError.NoNode"/> and <see cref="ZooKeeperError.NoAuth"/>; no watch is set.</exception>
    public Task<NodeData> GetAsync(string path, Action<NodeEvent> changed, CancellationToken cancellationToken = default) =>
        CallWatchingAsync(OpCode.GetData, path, Answers.Data, ShotKind.Data, changed, cancellationToken);

    /// <summary>Lists the names of a node's children, and is told once of a child more or less or of the node's end.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="changed">As with <see cref="ExistsAsync(string, Action{NodeEvent}, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Gives up waiting; the watch may still be set.</param>
    /// <exception cref="ZooKeeperException">Above all <see cref="ZooKeeperError.NoNode"/> and <see cref="ZooKeeperError.NoAuth"/>; no watch is set.</exception>
    public async Task<IReadOnlyList<string>> ChildrenAsync(
        string path,
        Action<NodeEvent> changed,
        CancellationToken cancellationToken = default) =>
        await CallWatchingAsync(OpCode.GetChildren, path, Answers.Texts, ShotKind.Child, changed, cancellationToken);

    private Task<T> CallWatchingAsync<T>(
        OpCode op,
        string path,
        ReadAnswer<T> read,
        ShotKind kind,
        Action<NodeEvent> changed,
        CancellationToken cancellationToken)
    {
        var outer = Outer(path);
        var body = Bodies.PathAndWatch(outer, watch: true);
        var call = new AwaitedCall<T>(op, path, body, read)
        {
            Answered = error =>
            {
                if (error == ZooKeeperError.Ok)
                    _session.Watches.Add(kind, outer, changed);
            },
        };
        return CallWatchingAsync(call, body, outer, cancellationToken);
    }

    private async Task<T> CallWatchingAsync<T>(AwaitedCall<T> call, JuteWriter body, string outer, CancellationToken cancellationToken)
    {
        _session.Watches.Ask(outer);
        try
        {
            return await CallAsync(call, body, cancellationToken);
        }
        finally
        {
            _session.Watches.Answered(outer);
        }
    }

    private void NoteExisting(ZooKeeperError error, string path, Action<NodeEvent> changed)
    {
        if (error == ZooKeeperError.Ok)
            _session.Watches.Add(ShotKind.Data, path, changed);
        else if (error == ZooKeeperError.NoNode)
            _session.Watches.Add(ShotKind.Exist, path, changed);
    }
}
