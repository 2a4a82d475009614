using System.Net;
using System.Net.Sockets;
using RabbitMQ.Client;

namespace Capstan.RabbitMq.Connecting;

/// <summary>
/// The socket of a connection, which is cut from outside, or when the broker is silent. The client waits for what it still has to send when
/// it closes a connection, which takes for ever towards a peer that has stopped reading. And when it finds out by itself that a peer is
/// silent, it may end the whole process: two of its loops close the connection then, and what one of them throws is caught by nobody.
/// </summary>
internal sealed class BrokerSocket : ITcpClient
{
    /// <summary>Heartbeats of silence after which it is cut. The client finds out after three at the earliest.</summary>
    private const double MostSilence = 2.5;

    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider _time;
    private readonly ITimer _watch;
    private BrokerStream? _stream;
    private string? _reason;
    private long _heard;

    /// <param name="family">Its kind of addresses.</param>
    /// <param name="time">The clock.</param>
    public BrokerSocket(AddressFamily family, TimeProvider time)
    {
        Client = new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        (_time, _heard) = (time, time.GetTimestamp());
        _watch = time.CreateTimer(_ => Watch(), null, WatchEvery, WatchEvery);
    }

    public Socket Client { get; }

    public bool Connected => Client.Connected;

    public TimeSpan ReceiveTimeout
    {
        get => TimeSpan.FromMilliseconds(Client.ReceiveTimeout);
        set => Client.ReceiveTimeout = (int)value.TotalMilliseconds;
    }

    /// <summary>How often the broker is heard of at least.</summary>
    public required TimeSpan Heartbeat { get; set; }

    /// <summary>Why it was cut by itself; null when it was not.</summary>
    public string? Reason => Volatile.Read(ref _reason);

    public Task ConnectAsync(IPAddress host, int port, CancellationToken cancellationToken = default) =>
        Client.ConnectAsync(host, port, cancellationToken).AsTask();

    public NetworkStream GetStream() => _stream ??= new BrokerStream(Client, () => Volatile.Write(ref _heard, _time.GetTimestamp()));

    public void Close() => Cut();

    /// <summary>Ends the connection at once, whatever is on its way. Any thread.</summary>
    public void Cut()
    {
        _watch.Dispose();
        _stream?.Dispose();
        Client.Dispose();
    }

    public void Dispose() => Cut();

    private void Watch()
    {
        var silence = _time.GetElapsedTime(Volatile.Read(ref _heard));
        if (silence <= Heartbeat * MostSilence)
            return;
        Volatile.Write(ref _reason, "the broker has fallen silent");
        Cut();
    }
}
