using System.Net.Sockets;
using Capstan.Database.Embedded.Hub;

namespace Capstan.Cluster.Lifelines;

/// <summary>
/// The controller's end of the <see cref="Lifeline">lines</see> that workers on its machine hold. No network is in between and a worker
/// never lets go while it lives: the end of a line is the end of its process. One that stands still, or that no server can reach, keeps it.
/// </summary>
/// <param name="ended">Told of each life that has ended. On any thread; must not block, nor throw.</param>
/// <param name="time">The clock.</param>
internal sealed class LifelineServer(Action<Guid> ended, TimeProvider time) : IAsyncDisposable
{
    private const int MostLines = 256;

    // When this process may open no more files there is nothing to do but to wait until it may.
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private HubSocket? _socket;
    private Task _accepting = Task.CompletedTask;

    /// <summary>Where workers find it; null while it does not listen.</summary>
    public string? Path => _socket?.Path;

    /// <summary>Listens in a folder that is shared with the workers. Not every file system has sockets; it goes without them, too.</summary>
    /// <returns>Why there are no lines, for people; null when it listens.</returns>
    public string? Start(string folder)
    {
        try
        {
            _socket = HubSocket.Listen(folder);
        }
        catch (SocketException fault)
        {
            return $"no socket can be made in {folder} ({fault.Message}): that a worker has ended is heard from the runtime alone, which takes longer";
        }

        _accepting = AcceptAsync(_socket);
        return null;
    }

    /// <summary>Closes all lines, and takes none of them for an end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync();
        await _accepting;
        _socket?.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(HubSocket socket)
    {
        var lines = new List<Task>();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var line = await socket.AcceptAsync(_stop.Token);
                lines.RemoveAll(held => held.IsCompleted);
                if (lines.Count < MostLines)
                    lines.Add(HoldAsync(line));
                else
                    line.Dispose();
            }
            catch (SocketException)
            {
                await Task.Delay(PauseAfterFailure, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                // It is being closed.
            }
        }

        await Task.WhenAll(lines);
    }

    private async Task HoldAsync(Socket line)
    {
        using (line)
        {
            try
            {
                if (await NameAsync(line) is { } life && await IsEndAsync(line))
                    ended(life);
            }
            catch (Exception fault) when (fault is OperationCanceledException or SocketException)
            {
                // This end is closed first, or has failed, which says nothing about the other.
            }
        }
    }

    /// <summary>Null when it ends before it has said its name.</summary>
    private async Task<Guid?> NameAsync(Socket line)
    {
        var name = new byte[Lifeline.NameLength];
        for (var length = 0; length < name.Length;)
        {
            var read = await ReadAsync(line, name.AsMemory(length));
            if (read == 0)
                return null;
            length += read;
        }

        return new Guid(name);
    }

    /// <summary>False when the other side says what no worker says: then nothing is known of it.</summary>
    private async Task<bool> IsEndAsync(Socket line) => await ReadAsync(line, new byte[1]) == 0;

    /// <returns>0 at the end.</returns>
    private async Task<int> ReadAsync(Socket line, Memory<byte> buffer)
    {
        try
        {
            return await line.ReceiveAsync(buffer, SocketFlags.None, _stop.Token);
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0;
        }
    }
}
