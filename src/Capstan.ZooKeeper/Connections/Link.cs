using System.Net.Sockets;
using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper.Connections;

/// <summary>
/// One connection to one server. Received and pinged by the session's own thread alone; whoever calls sends at once on his own thread, what
/// comes while a send is under way goes out in one piece behind it.
/// </summary>
internal sealed class Link : IDisposable
{
    /// <summary>Longest wait on a socket at a time: they count microseconds in 32 bits.</summary>
    public static readonly TimeSpan LongestPoll = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly ITransport _transport;
    private readonly Action<Link, JuteWriter> _fill;
    private readonly FrameBuffer _received;
    private readonly TimeProvider _time;
    private readonly JuteWriter _sending = new();
    private bool _isSending;
    private bool _isDue;
    private Exception? _fault;
    private long _sentAt;

    /// <summary>Takes over a connection.</summary>
    /// <param name="transport">The connection, which ends with it.</param>
    /// <param name="longest">Most bytes of a frame that is taken.</param>
    /// <param name="time">Measures silence.</param>
    /// <param name="fill">Writes what is to be sent next; nothing when there is nothing. Called by one thread at a time, under no lock.</param>
    public Link(ITransport transport, int longest, TimeProvider time, Action<Link, JuteWriter> fill)
    {
        (_transport, _received, _time, _fill) = (transport, new FrameBuffer(longest), time, fill);
        HeardAt = _sentAt = time.GetTimestamp();
    }

    /// <summary>When something was last sent.</summary>
    public long SentAt => Volatile.Read(ref _sentAt);

    /// <summary>When something last came.</summary>
    public long HeardAt { get; private set; }

    /// <summary>Sends at once, before anybody else may: what opens the connection.</summary>
    public void SendNow(JuteWriter frames, TimeSpan limit)
    {
        Volatile.Write(ref _sentAt, _time.GetTimestamp());
        _transport.Send(frames.Written.Span, limit);
    }

    /// <summary>Sends what there is, unless somebody is sending already and will do that too.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            _isDue = true;
            if (_isSending || _fault is not null)
                return;
            _isSending = true;
        }

        _ = SendAllAsync();
    }

    /// <summary>Waits for bytes, a minute at most. False: none came in that time.</summary>
    /// <exception cref="IOException">The connection is over.</exception>
    /// <exception cref="SocketException">The connection is over.</exception>
    public bool Receive(TimeSpan wait)
    {
        if (_transport.Receive(_received.Room().Span, wait < LongestPoll ? wait : LongestPoll) is not { } count)
            return false;
        if (count == 0)
            throw new IOException("The server closed the connection.", _fault);
        _received.Added(count);
        HeardAt = _time.GetTimestamp();
        return true;
    }

    /// <summary>The next frame that came; valid until <see cref="Receive"/>.</summary>
    /// <exception cref="InvalidDataException">What came is no frame.</exception>
    public bool TryTake(out ReadOnlySpan<byte> frame) => _received.TryTake(out frame);

    /// <summary>Ends the connection from any thread; the session's thread finds it ended.</summary>
    public void Break() => _transport.Break();

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock)
            _fault ??= new ObjectDisposedException(nameof(Link));
        _transport.Dispose();
    }

    private async Task SendAllAsync()
    {
        try
        {
            while (IsDue())
            {
                _sending.Clear();
                _fill(this, _sending);
                if (_sending.Length == 0)
                    continue;
                Volatile.Write(ref _sentAt, _time.GetTimestamp());
                await _transport.SendAsync(_sending.Written);
                lock (_lock)
                    _isDue = true;
            }
        }
        catch (Exception fault) when (fault is SocketException or IOException or ObjectDisposedException)
        {
            lock (_lock)
                _fault ??= fault;
            Break();
        }
    }

    private bool IsDue()
    {
        lock (_lock)
        {
            _isSending = _isDue && _fault is null;
            _isDue = false;
            return _isSending;
        }
    }
}
