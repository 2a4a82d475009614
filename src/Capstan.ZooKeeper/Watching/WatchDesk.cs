using Capstan.ZooKeeper.Calls;
using Capstan.ZooKeeper.Connections;
using Capstan.ZooKeeper.Sessions;
using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper.Watching;

/// <summary>
/// Between those who watch, on any thread, and the session's one: keeps the watches set on the server and tells of events, one after the
/// other, with no lock held.
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

    /// <summary>Notes a one-shot watch that the server has set, and sets a lasting one at the same node again, whose place it took.</summary>
    public void Add(ShotKind kind, string path, Action<NodeEvent> shot)
    {
        bool hasLasting;
        lock (_lock)
        {
            _table.Add(kind, path, shot);
            hasLasting = _table.IsRecursive(path) is not null;
        }

        if (hasLasting)
            SetLasting(path);
    }

    /// <summary>Sets a lasting watch.</summary>
    public void Add(NodeWatch watch, string path)
    {
        lock (_lock)
        {
            if (!_hasEnded)
                _table.Add(watch, path);
        }

        SetLasting(path);
    }

    /// <summary>Ends a lasting watch; where there is another at the same node, the server is asked for what that one needs.</summary>
    public void Remove(NodeWatch watch, string path)
    {
        bool isLast;
        lock (_lock)
            isLast = _table.Remove(watch, path);
        if (isLast)
            calls.Post(new PostedCall(OpCode.RemoveWatches, path, Bodies.PathAndNumber(path, AnyWatch)));
        else
            SetLasting(path);
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
            _hasEnded = true;
            Tell(_table.Ended());
            foreach (var watch in _table.Lasting)
                dispatcher.Post(() => watch.End(fault));
        }
    }

    // A server keeps one lasting watch of a session at a node, of the larger kind that anybody wants there.
    private void SetLasting(string path)
    {
        bool? isRecursive;
        lock (_lock)
            isRecursive = _table.IsRecursive(path);
        if (isRecursive is { } kind)
            calls.Post(new PostedCall(OpCode.AddWatch, path, Bodies.PathAndNumber(path, kind ? 1 : 0), error => IsSet(path, error)));
    }

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
