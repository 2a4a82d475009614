using System.Net;
using System.Net.Sockets;

namespace Capstan.Testing.Servers;

/// <summary>One connection through a proxy.</summary>
internal sealed class ProxiedConnection(Socket client) : IDisposable
{
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    /// <summary>Passes bytes on until either side ends.</summary>
    /// <param name="port">The server's port.</param>
    /// <param name="pass">Asked for each piece, of answers or not: ends when the time has come, with whether it goes on.</param>
    public async Task RunAsync(int port, Func<bool, Task<bool>> pass)
    {
        try
        {
            client.NoDelay = true;
            await _server.ConnectAsync(IPAddress.Loopback, port);
            await Task.WhenAny(PumpAsync(client, _server, () => pass(false)), PumpAsync(_server, client, () => pass(true)));
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The server takes no connections, which ends this one.
        }
    }

    /// <summary>Resets both sides.</summary>
    public void Dispose()
    {
        client.Close(0);
        _server.Close(0);
    }

    private static async Task PumpAsync(Socket from, Socket to, Func<Task<bool>> pass)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            while (await from.ReceiveAsync(buffer) is var count and > 0)
            {
                if (await pass())
                    await SendAsync(to, buffer.AsMemory(0, count));
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Either side has ended the connection, or the proxy.
        }
    }

    private static async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[await to.SendAsync(bytes)..];
    }
}
