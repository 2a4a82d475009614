using Capstan.ZooKeeper.Calls;
using Capstan.ZooKeeper.Connections;
using Capstan.ZooKeeper.Sessions;
using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper.Watching;

/// <summary>
/// Between those who watch, on any thread, and the session's one: keeps the watches set on the server and tells of events, one after the
/// other, with no lock held. What the server is to be asked for is decided and put in its place among the calls under one lock, so that the
/// last decision is the last call; it is sent with no lock held.
/// </summary>
/// <param name="chroot">Makes the caller's paths of the servers'.</param>
/// <param name="calls">Takes the calls that set watches.</param>
/// <param name="dispatcher">Tells.</param>
internal sealed class WatchDesk(Chroot chroot, CallDesk calls, Dispatcher dispatcher)
{
    private const int AnyWatch = 3;

    private readonly Lock _lock = new();
    private readonly WatchTable _table = new(chroot);
    private bool _hasEnded;
    private ZooKeeperException? _fault;

    /// <summary>Notes a one-shot watch that the server has set, and sets a lasting one at the same node again, whose place it took.</summary>
    public void Add(ShotKind kind, string path, Action<NodeEvent> shot)
    {
        Link? link;
        lock (_lock)
        {
            _table.Add(kind, path, shot);
            link = SetLasting(path);
        }

        link?.Flush();
    }

    /// <summary>A call that sets a one-shot watch is on its way, until <see cref="Answered"/>.</summary>
    public void Ask(string path)
    {
        lock (_lock)
            _table.Ask(path);
    }

    /// <summary>That call has its outcome.</summary>
    public void Answered(string path)
    {
        lock (_lock)
            _table.Answered(path);
    }

    /// <summary>Sets a lasting watch; one that comes after the session's end ends at once.</summary>
    public void Add(NodeWatch watch, string path)
    {
        Link? link;
        lock (_lock)
        {
            if (_hasEnded)
            {
                dispatcher.Post(() => watch.End(_fault));
                return;
            }

            _table.Add(watch, path);
            link = SetLasting(path);
        }

        link?.Flush();
    }

    /// <summary>Ends a lasting watch; where there is another at the same node, the server is asked for what that one needs.</summary>
    public void Remove(NodeWatch watch, string path)
    {
        Link? link;
        lock (_lock)
        {
            link = _table.Remove(watch, path)
                ? calls.Enqueue(new PostedCall(OpCode.RemoveWatches, path, Bodies.PathAndNumber(path, AnyWatch)))
                : SetLasting(path);
        }

        link?.Flush();
    }

    /// <summary>All watches, for a new connection.</summary>
    public WatchList Everything()
    {
        lock (_lock)
            return _table.Everything();
    }

    /// <summary>Tells of an event.</summary>
    public void Tell(NodeEventKind kind, string path)
    {
        lock (_lock)
            Tell(_table.Take(kind, path));
    }

    /// <summary>Tells that all watches are set again.</summary>
    public void TellMissed()
    {
        lock (_lock)
            Tell(_table.Missed());
    }

    /// <summary>Tells that the session is over: one-shot watches by an event, lasting ones by their end.</summary>
    /// <param name="fault">What lasting watches end with; null for nothing.</param>
    public void End(ZooKeeperException? fault)
    {
        lock (_lock)
        {
            (_hasEnded, _fault) = (true, fault);
            Tell(_table.Ended());
            foreach (var watch in _table.Lasting)
                dispatcher.Post(() => watch.End(fault));
        }
    }

    // A server keeps one lasting watch of a session at a node, of the larger kind that anybody wants there. Under the lock.
    private Link? SetLasting(string path) => _table.IsRecursive(path) is { } kind
        ? calls.Enqueue(new PostedCall(OpCode.AddWatch, path, Bodies.PathAndNumber(path, kind ? 1 : 0), error => IsSet(path, error)))
        : null;

    private void IsSet(string path, ZooKeeperError error)
    {
        lock (_lock)
        {
            if (error == ZooKeeperError.Ok)
            {
                Tell(_table.MissedAt(path));
                return;
            }

            // The next connection sets it again.
            if (Refusals.IsOfConnection(error))
                return;
            foreach (var watch in _table.TakeLasting(path))
                dispatcher.Post(() => watch.End(new ZooKeeperException(error, watch.Path)));
        }
    }

    // Only noted here; the dispatcher calls nobody under this lock.
    private void Tell(IReadOnlyList<Delivery> news)
    {
        foreach (var (to, what) in news)
            dispatcher.Post(() => to(what));
    }
}
