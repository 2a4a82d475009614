using System.Net;
using System.Net.Sockets;
using RabbitMQ.Client;

namespace Capstan.RabbitMq.Connecting;

/// <summary>
/// The socket of a connection, which can be cut from outside. The client waits for what it still has to send when it closes a connection,
/// which takes for ever towards a peer that has stopped reading.
/// </summary>
internal sealed class BrokerSocket(AddressFamily family) : ITcpClient
{
    private BrokerStream? _stream;

    /// <summary>Raised on any thread when something came. Handlers must not block.</summary>
    public event Action Heard = static () => { };

    public Socket Client { get; } = new(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public bool Connected => Client.Connected;

    public TimeSpan ReceiveTimeout
    {
        get => TimeSpan.FromMilliseconds(Client.ReceiveTimeout);
        set => Client.ReceiveTimeout = (int)value.TotalMilliseconds;
    }

    public Task ConnectAsync(IPAddress host, int port, CancellationToken cancellationToken = default) =>
        Client.ConnectAsync(host, port, cancellationToken).AsTask();

    public NetworkStream GetStream() => _stream ??= new BrokerStream(Client, () => Heard());

    public void Close() => Cut();

    /// <summary>Ends the connection at once, whatever is on its way. Any thread.</summary>
    public void Cut()
    {
        _stream?.Dispose();
        Client.Dispose();
    }

    public void Dispose() => Cut();
}
