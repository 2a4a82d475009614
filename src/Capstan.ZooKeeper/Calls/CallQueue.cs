using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper.Calls;

/// <summary>
/// The calls of a session: those that wait to be sent, and those that wait for their answer. Servers answer in the order in which they
/// were asked. Not for several threads at once.
/// </summary>
internal sealed class CallQueue
{
    /// <summary>Bytes after which no further call is added to what is being sent.</summary>
    public const int Portion = 64 * 1024;

    private readonly LinkedList<Call> _waiting = [];
    private readonly Queue<Call> _sent = [];
    private int _lastXid;

    /// <summary>How many wait to be sent.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>How many wait for their answer.</summary>
    public int Sent => _sent.Count;

    /// <summary>Lets a call wait.</summary>
    /// <returns>Its place, for <see cref="Remove"/>.</returns>
    public LinkedListNode<Call> Add(Call call) => _waiting.AddLast(call);

    /// <summary>Forgets a call that was given up before it was sent. One that was sent keeps its place until its answer comes.</summary>
    public void Remove(LinkedListNode<Call> place)
    {
        if (place.List is not null)
            _waiting.Remove(place);
    }

    /// <summary>Writes the calls that come next; from here on their outcome is unknown until they are answered.</summary>
    public void Send(JuteWriter writer, long now)
    {
        while (writer.Length < Portion && _waiting.First is { } next)
        {
            _waiting.RemoveFirst();
            if (next.Value.IsOver)
                continue;
            _lastXid = _lastXid == int.MaxValue ? 1 : _lastXid + 1;
            next.Value.Send(writer, _lastXid, now);
            _sent.Enqueue(next.Value);
        }
    }

    /// <summary>The call that an answer belongs to.</summary>
    /// <exception cref="InvalidDataException">It belongs to none, or to one that is not next.</exception>
    public Call Answered(int xid)
    {
        if (!_sent.TryPeek(out var call))
            throw new InvalidDataException($"The server answered call {xid}, and none is open.");
        return call.Xid == xid
            ? _sent.Dequeue()
            : throw new InvalidDataException($"The server answered call {xid} where call {call.Xid} is next.");
    }

    /// <summary>Takes out those that were sent: their connection is gone.</summary>
    public IReadOnlyList<Call> Broken()
    {
        Call[] lost = [.. _sent];
        _sent.Clear();
        return lost;
    }

    /// <summary>Takes out those that wait: nothing will be sent any more.</summary>
    public IReadOnlyList<Call> Ended()
    {
        Call[] unsent = [.. _waiting];
        _waiting.Clear();
        return unsent;
    }
}
