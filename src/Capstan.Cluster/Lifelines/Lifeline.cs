using System.Net.Sockets;
using Capstan.Database.Embedded.Files;

namespace Capstan.Cluster.Lifelines;

/// <summary>
/// A worker's line to the controller on its machine: a connection to a Unix socket, open for as long as the worker lives, on which it says
/// nothing but its name. The system closes it with the process, so that the controller hears of the end at once. Without a controller, or
/// on a machine that has none, nothing depends on it.
/// </summary>
internal sealed class Lifeline : IAsyncDisposable
{
    /// <summary>Bytes of the name of a life, the only ones that are ever sent.</summary>
    public const int NameLength = 16;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly Guid _life;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _holding;
    private Socket? _socket;

    /// <summary>Holds the line from now on, and again after the controller was away.</summary>
    /// <param name="path">Absolute path of the controller's socket.</param>
    /// <param name="life">Names this life of the worker.</param>
    /// <param name="time">The clock.</param>
    public Lifeline(string path, Guid life, TimeProvider time)
    {
        (_path, _life, _time) = (path, life, time);
        _holding = HoldAsync();
    }

    /// <summary>Lets go, which the controller takes for the worker's end: its nodes must be gone before.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // Cancelled, or broken in a way that nobody knows of: then it has been left open until here.
        await _holding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket?.Dispose();
        _stop.Dispose();
    }

    private async Task HoldAsync()
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            if (await ConnectAsync())
            {
                await UntilItClosesAsync();
                pause = FirstPause;
            }

            // Closed only when it is no line, or one that the controller has closed: an open end says that this worker lives.
            _socket?.Dispose();
            await Task.Delay(pause, _time, _stop.Token);
        }
    }

    private async Task<bool> ConnectAsync()
    {
        _socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            using var file = new SocketFile(_path);
            await _socket.ConnectAsync(file.EndPoint, _stop.Token);
            return await _socket.SendAsync(_life.ToByteArray(), SocketFlags.None, _stop.Token) == NameLength;
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            // There is no controller now.
            return false;
        }
    }

    /// <summary>Nothing is ever received: it ends when the controller has closed its end.</summary>
    private async Task UntilItClosesAsync()
    {
        try
        {
            await _socket!.ReceiveAsync(new byte[1], SocketFlags.None, _stop.Token);
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Closed before it had read the name.
        }
    }
}
