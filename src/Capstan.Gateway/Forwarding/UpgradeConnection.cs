using System.Net.Sockets;

namespace Capstan.Gateway.Forwarding;

/// <summary>A connection to a target for one upgraded request: of its own, so that its sending side can be closed by itself.</summary>
internal sealed class UpgradeConnection : IDisposable
{
    private readonly SocketsHttpHandler _handler = UpstreamClient.CreateHandler();
    private Socket? _socket;

    /// <summary>A connection that is made when the first request is sent.</summary>
    public UpgradeConnection()
    {
        _handler.ConnectCallback = ConnectAsync;
        Invoker = new HttpMessageInvoker(_handler);
    }

    /// <summary>Sends the request.</summary>
    public HttpMessageInvoker Invoker { get; }

    /// <summary>Tells the target that nothing more will come, while its own words may still do.</summary>
    public void EndSending() => _socket?.Shutdown(SocketShutdown.Send);

    /// <inheritdoc />
    public void Dispose() => Invoker.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        _socket = socket;
        return new NetworkStream(socket, ownsSocket: true);
    }
}
