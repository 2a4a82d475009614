using Capstan.ZooKeeper.Connections;
using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper.Calls;

/// <summary>Between the callers, on any thread, and the session's one: takes calls at any time and hands them to the connection there is.</summary>
/// <param name="time">Notes when calls are sent.</param>
internal sealed class CallDesk(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly CallQueue _calls = new();
    private Link? _link;
    private Exception? _end;
    private Link? _pingDue;

    /// <summary>Takes a call; it is sent at once when there is a connection, otherwise with the next.</summary>
    /// <returns>Its place, for <see cref="Forget"/>.</returns>
    /// <exception cref="ZooKeeperException">The session is over.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public LinkedListNode<Call> Take(Call call)
    {
        LinkedListNode<Call> place;
        Link? link;
        lock (_lock)
        {
            if (_end is not null)
                throw EndFor(call.Path);
            (place, link) = (_calls.Add(call), _link);
        }

        link?.Flush();
        return place;
    }

    /// <summary>Takes a call unless the session is over, and sends nothing yet: for callers who hold a lock of their own.</summary>
    /// <returns>The connection that has to be flushed, when no lock is held any more; null without one.</returns>
    public Link? Enqueue(PostedCall call)
    {
        lock (_lock)
        {
            if (_end is not null)
                return null;
            _calls.Add(call);
            return _link;
        }
    }

    /// <summary>Forgets a call that was given up.</summary>
    public void Forget(LinkedListNode<Call> place)
    {
        lock (_lock)
            _calls.Remove(place);
    }

    /// <summary>Refuses when the session is over.</summary>
    /// <exception cref="ZooKeeperException">The session is over.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public void ThrowIfEnded(string path)
    {
        lock (_lock)
        {
            if (_end is not null)
                throw EndFor(path);
        }
    }

    /// <summary>Lets a ping go out.</summary>
    public void Ping(Link link)
    {
        lock (_lock)
            _pingDue = link;
        link.Flush();
    }

    /// <summary>Writes what is to be sent on a connection next.</summary>
    public void Fill(Link link, JuteWriter writer)
    {
        lock (_lock)
        {
            if (link == _pingDue)
            {
                ControlFrames.Ping(writer);
                _pingDue = null;
            }

            if (link == _link)
                _calls.Send(writer, time.GetTimestamp());
        }
    }

    /// <summary>The call that an answer belongs to.</summary>
    /// <exception cref="InvalidDataException">It belongs to none, or to one that is not next.</exception>
    public Call Answered(int xid)
    {
        lock (_lock)
            return _calls.Answered(xid);
    }

    /// <summary>There is a connection: what waits is sent.</summary>
    public void Open(Link link)
    {
        lock (_lock)
            _link = link;
        link.Flush();
    }

    /// <summary>The connection is gone: nobody knows what became of the calls that were sent.</summary>
    public void Lose(string reason, Exception fault)
    {
        IReadOnlyList<Call> lost;
        lock (_lock)
        {
            (_link, _pingDue) = (null, null);
            lost = _calls.Broken();
        }

        foreach (var call in lost)
            call.Fail(new ZooKeeperException(ZooKeeperError.ConnectionLoss, call.Path, reason, fault));
    }

    /// <summary>The session is over for good.</summary>
    public void End(Exception end)
    {
        IReadOnlyList<Call> unsent;
        lock (_lock)
        {
            (_link, _end) = (null, end);
            unsent = _calls.Ended();
        }

        foreach (var call in unsent)
            call.Fail(EndFor(call.Path));
    }

    private Exception EndFor(string path) => _end is ZooKeeperException fault
        ? new ZooKeeperException(fault.Error, path, null, fault)
        : new ObjectDisposedException(nameof(ZooKeeperClient));
}
