using System.Net;
using System.Net.Sockets;
using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper.Tests.Rig;

/// <summary>Something that listens where a ZooKeeper server should, and answers as a test wants.</summary>
internal sealed class PlayedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<NetworkStream, int, Task> _play;
    private readonly CancellationTokenSource _ends = new();
    private readonly Task _accepting;

    public PlayedServer(Func<NetworkStream, int, Task> play)
    {
        _play = play;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public ZooKeeperAddress Address => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);

    public ZooKeeperOptions Options => new() { Servers = [Address], SessionTimeout = TimeSpan.FromSeconds(2) };

    /// <summary>Reads a frame; null at the end.</summary>
    public static async Task<byte[]?> ReadAsync(NetworkStream stream)
    {
        var head = new byte[4];
        if (await stream.ReadAtLeastAsync(head, 4, throwOnEndOfStream: false) < 4)
            return null;
        var frame = new byte[new JuteReader(head).Int32()];
        await stream.ReadExactlyAsync(frame);
        return frame;
    }

    /// <summary>Sends a frame.</summary>
    public static async Task SendAsync(NetworkStream stream, JuteWriter body) =>
        await stream.WriteAsync(new JuteWriter().Buffer(body.Written.Span).Written);

    /// <summary>Takes the request for a session and grants it.</summary>
    public static async Task GreetAsync(NetworkStream stream, long session = 7, int timeout = 2000)
    {
        await ReadAsync(stream);
        await SendAsync(stream, new JuteWriter().Int32(0).Int32(timeout).Int64(session).Buffer(new byte[16]).Bool(false));
    }

    /// <summary>Answers every further call with an error, pings and the session's end with none.</summary>
    public static async Task AnswerAllAsync(NetworkStream stream, ZooKeeperError error)
    {
        while (await ReadAsync(stream) is { } frame)
        {
            var reader = new JuteReader(frame);
            var (xid, op) = (reader.Int32(), (OpCode)reader.Int32());
            var own = op is OpCode.Ping or OpCode.CloseSession ? ZooKeeperError.Ok : error;
            await SendAsync(stream, new JuteWriter().Int32(xid).Int64(1).Int32((int)own));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _ends.Dispose();
    }

    private async Task AcceptAsync()
    {
        for (var number = 0; ; number++)
        {
            try
            {
                _ = PlayAsync(await _listener.AcceptSocketAsync(_ends.Token), number);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task PlayAsync(Socket socket, int number)
    {
        socket.NoDelay = true;
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            await _play(stream, number);
        }
        catch (IOException)
        {
            // The client has gone.
        }
    }
}
