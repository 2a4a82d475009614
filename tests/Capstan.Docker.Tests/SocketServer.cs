using System.Net.Sockets;

namespace Capstan.Docker.Tests;

/// <summary>Listens on a Unix socket of its own and hands every connection to what it was given.</summary>
internal sealed class SocketServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly List<Socket> _open = [];
    private readonly Func<Socket, Task> _serve;
    private readonly Task _accepting;

    public SocketServer(Func<Socket, Task> serve)
    {
        _serve = serve;
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"capstan-{Guid.NewGuid():N}.sock");

    /// <summary>Passes bytes on to the socket at a path, both ways.</summary>
    public static SocketServer RelayTo(string path) => new(async client =>
    {
        using var engine = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await engine.ConnectAsync(new UnixDomainSocketEndPoint(path));
        await using var here = new NetworkStream(client);
        await using var there = new NetworkStream(engine);
        await Task.WhenAny(here.CopyToAsync(there), there.CopyToAsync(here));
    });

    /// <summary>Ends all connections, as an engine that is restarted does.</summary>
    public void Cut()
    {
        lock (_open)
        {
            foreach (var socket in _open)
                socket.Dispose();
            _open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        Cut();
        File.Delete(Path);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync();
                lock (_open)
                    _open.Add(socket);
                _ = ServeAsync(socket);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                await _serve(socket);
            }
            catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
            {
                // The client left, or the test cut the connection.
            }
        }
    }
}
