using Capstan.ZooKeeper.Calls;
using Capstan.ZooKeeper.Connections;
using Capstan.ZooKeeper.Watching;
using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper.Sessions;

/// <summary>One connection, from its greeting to its end, on the session's thread.</summary>
internal sealed class Visit(Link link, SessionMemory memory, CallDesk calls, WatchDesk watches, ZooKeeperOptions options)
{
    private readonly TimeProvider _time = options.Time;
    private int _unanswered;
    private long _pingedAt;
    private bool _isPinging;

    /// <summary>Takes up the session, or begins it; then makes the connection ready for calls.</summary>
    /// <param name="limit">How long the server may take for its answer.</param>
    /// <param name="isForgotten">Whether only to ask if the session is over, of a server that may have seen less than this client.</param>
    /// <exception cref="SessionEndedException">The server said that the session is over, or refused the credentials.</exception>
    /// <exception cref="TimeoutException">It did not answer.</exception>
    /// <exception cref="InvalidDataException">It does not speak ZooKeeper's protocol, or gives no session of use.</exception>
    /// <exception cref="IOException">It was only asked, and the session is not over.</exception>
    public void Greet(TimeSpan limit, bool isForgotten)
    {
        var identity = memory.Identity;
        var start = _time.GetTimestamp();
        var request = new JuteWriter();
        var seen = isForgotten ? 0 : memory.LastZxid;
        ConnectFrames.Write(request, seen, options.SessionTimeout, identity.Id, identity.Password.Span, canBeReadOnly: false);
        link.SendNow(request, limit);
        memory.Identity = identity.After(ReadAnswer(start, limit));
        memory.AliveAt = start;
        if (isForgotten)
            throw new IOException("The server knows the session, which goes on with another connection.");
        Prepare();
        while (_unanswered > 0)
            Step();
    }

    /// <summary>Does what is next: takes what came, or pings, or leaves a server that is silent.</summary>
    /// <exception cref="TimeoutException">The server was silent for too long.</exception>
    public void Step()
    {
        var now = _time.GetTimestamp();
        var (sent, heard) = (_time.GetElapsedTime(link.SentAt, now), _time.GetElapsedTime(link.HeardAt, now));
        var step = Heartbeat.Next(memory.Identity.Timeout, sent, heard, _isPinging);
        if (step.Action == HeartbeatAction.Drop)
            throw new TimeoutException($"The server has been silent for {heard.TotalMilliseconds:0} ms.");
        if (step.Action == HeartbeatAction.Ping)
            Ping(now);
        else if (link.Receive(step.Wait))
            TakeFrames();
    }

    private ConnectAnswer ReadAnswer(long start, TimeSpan limit)
    {
        while (true)
        {
            if (link.TryTake(out var frame))
                return ConnectFrames.Read(frame);
            var left = limit - _time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero || !link.Receive(left))
                throw new TimeoutException($"The server did not answer within {limit.TotalMilliseconds:0} ms.");
        }
    }

    // Credentials and watches belong to the connection, not to the session: without them calls would be refused and events lost.
    private void Prepare()
    {
        var frames = new JuteWriter();
        if (options.Credentials is { } who)
        {
            ControlFrames.Auth(frames, who);
            _unanswered++;
        }

        foreach (var (op, body) in watches.Everything().Calls(memory.LastZxid))
        {
            ControlFrames.SetWatches(frames, op, body);
            _unanswered++;
        }

        if (frames.Length > 0)
            link.SendNow(frames, memory.Identity.Timeout / 3);
    }

    private void Ping(long now)
    {
        (_isPinging, _pingedAt) = (true, now);
        calls.Ping(link);
    }

    private void TakeFrames()
    {
        while (link.TryTake(out var frame))
        {
            var reader = new JuteReader(frame);
            Take(ReplyHeader.Read(ref reader), ref reader);
        }
    }

    private void Take(ReplyHeader header, ref JuteReader reader)
    {
        switch (header.Xid)
        {
            case Xid.Event:
                TakeEvent(ref reader);
                break;
            case Xid.Ping:
                (_isPinging, memory.AliveAt) = (false, _pingedAt);
                break;
            case Xid.Auth:
                _unanswered--;
                Refusals.Check(header.Error);
                break;
            case Xid.SetWatches when header.Error == ZooKeeperError.Ok:
                _unanswered--;
                break;
            case Xid.SetWatches:
                throw new InvalidDataException($"The server did not set the watches again: {header.Error}.");
            default:
                TakeAnswer(header, ref reader);
                break;
        }
    }

    private void TakeEvent(ref JuteReader reader)
    {
        var kind = (NodeEventKind)reader.Int32();
        reader.Int32();
        watches.Tell(kind, reader.Text());
    }

    private void TakeAnswer(ReplyHeader header, ref JuteReader reader)
    {
        var call = calls.Answered(header.Xid);
        if (header.Zxid > 0)
            memory.LastZxid = header.Zxid;
        memory.AliveAt = call.SentAt;
        try
        {
            call.Take(header.Error, ref reader);
        }
        catch (InvalidDataException fault)
        {
            call.Fail(new ZooKeeperException(ZooKeeperError.ConnectionLoss, call.Path, fault.Message, fault));
            throw;
        }

        Refusals.Check(header.Error);
    }
}
