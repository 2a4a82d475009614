namespace Capstan.ZooKeeper;

/// <summary>
/// A watch that lasts as long as the session: events in the order of the servers, until it or its client is disposed of. After each reconnect
/// it is set again and tells <see cref="NodeEventKind.Missed"/>; so it does first of all. Whoever reads on each event ends with the last
/// state. Events go to whoever enumerates, each once.
/// </summary>
public sealed class NodeWatch : IAsyncEnumerable<NodeEvent>, IDisposable
{
    /// <summary>Events that may lie unread; with one more, <see cref="NodeEventKind.Missed"/> takes the place of all.</summary>
    public const int MaxUnread = 1024;

    private readonly Lock _lock = new();
    private readonly Queue<NodeEvent> _unread = [];
    private readonly Action<NodeWatch> _release;
    private TaskCompletionSource _some = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ZooKeeperException? _fault;
    private bool _hasBegun;
    private bool _hasEnded;

    internal NodeWatch(string path, bool isRecursive, Action<NodeWatch> release) =>
        (Path, IsRecursive, _release) = (path, isRecursive, release);

    /// <summary>The node that is watched; there may be none yet.</summary>
    public string Path { get; }

    /// <summary>Whether all nodes under it are watched too.</summary>
    public bool IsRecursive { get; }

    /// <summary>Events as they come; ends when the watch or its client is disposed of.</summary>
    /// <exception cref="ZooKeeperException">The session is over, or the server refused the watch.</exception>
    public async IAsyncEnumerator<NodeEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task some;
            NodeEvent? next;
            lock (_lock)
            {
                if (!_unread.TryDequeue(out next) && _hasEnded)
                {
                    if (_fault is not null)
                        throw new ZooKeeperException(_fault.Error, Path, null, _fault);
                    yield break;
                }

                if (next is null && _some.Task.IsCompleted)
                    _some = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                some = _some.Task;
            }

            if (next is not null)
                yield return next;
            else
                await some.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Ends it, here and on the server.</summary>
    public void Dispose()
    {
        End(null);
        _release(this);
    }

    internal void Tell(NodeEvent news)
    {
        lock (_lock)
        {
            // A server may tell before it says that the watch is set; whoever reads when it is sees what that was about.
            _hasBegun |= news.Kind == NodeEventKind.Missed;
            if (_hasEnded || !_hasBegun)
                return;
            if (_unread.Count >= MaxUnread)
            {
                _unread.Clear();
                news = new NodeEvent(NodeEventKind.Missed, Path);
            }

            _unread.Enqueue(news);
            _some.TrySetResult();
        }
    }

    internal void End(ZooKeeperException? fault)
    {
        lock (_lock)
        {
            if (_hasEnded)
                return;
            (_hasEnded, _fault) = (true, fault);
            _some.TrySetResult();
        }
    }
}
