using System.Net.Sockets;

namespace Capstan.SystemTests.Servers;

/// <summary>One connection over a link.</summary>
/// <param name="link">The link.</param>
/// <param name="owner">The process that made it; 0 when nobody knows.</param>
/// <param name="client">Its end.</param>
/// <param name="server">The server's end.</param>
internal sealed class LinkedConnection(Link link, int owner, Socket client, Socket server) : IAsyncDisposable
{
    private const int ChunkBytes = 64 * 1024;

    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;
    private int _hasEnded;

    public int Owner => owner;

    public bool HasEnded => Volatile.Read(ref _hasEnded) != 0;

    /// <summary>Lets pass what may pass, in both directions.</summary>
    public void Start() => _work = BothAsync();

    /// <summary>Ends it for both ends, with what was under way lost.</summary>
    public void Reset()
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) != 0)
            return;
        _stop.Cancel();
        foreach (var end in (Socket[])[client, server])
        {
            end.LingerState = new LingerOption(enable: true, seconds: 0);
            end.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Reset();
        await _work;
    }

    private async Task BothAsync()
    {
        await Task.WhenAll(PumpAsync(client, server), PumpAsync(server, client));
        Reset();
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[ChunkBytes];
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token) is > 0 and var count)
            {
                await MayPassAsync();
                await to.SendAsync(buffer.AsMemory(0, count), _stop.Token);
            }

            await MayPassAsync();
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One end is gone, so the other goes too.
            Reset();
        }
    }

    private async Task MayPassAsync()
    {
        while (link.Look(owner) is { Passage: Passage.Held } held)
            await held.Changed.WaitAsync(_stop.Token);
    }
}
