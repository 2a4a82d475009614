using System.Buffers;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http.Features;

namespace Capstan.Gateway.Forwarding;

/// <summary>
/// An upgraded connection (WebSocket and the like): bytes go both ways until the target ends. When the client ends first, the target
/// is told so and may still finish. The server cannot close one direction of a client's connection alone, so the target's end is
/// the end of both, after its last byte has gone out.
/// </summary>
internal static class Tunnel
{
    private const int BufferSize = 8 * 1024;

    /// <summary>Time that the target may go on after the client has ended.</summary>
    public static readonly TimeSpan HalfOpenLimit = TimeSpan.FromSeconds(5);

    /// <summary>Answers 101 to the client and copies until the end.</summary>
    public static async Task RunAsync(
        HttpResponseMessage answer, Exchange exchange, UpgradeConnection upstream, CancellationToken removed)
    {
        var (notes, deadline) = (exchange.Notes, exchange.Deadline);
        var target = await answer.Content.ReadAsStreamAsync(deadline.Token);
        var client = await exchange.Http.Features.Get<IHttpUpgradeFeature>()!.UpgradeAsync();
        deadline.Suspend();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(removed);
        var up = CopyAsync(client, target, end, count => notes.BytesIn += count);
        var down = CopyAsync(target, client, end, count => notes.BytesOut += count);
        if (await Task.WhenAny(up, down) == up)
        {
            EndSending(upstream);
            end.CancelAfter(HalfOpenLimit);
            await down;
        }

        await end.CancelAsync();
        await up;
    }

    /// <summary>Copies until the source ends; any failure ends both directions.</summary>
    private static async Task CopyAsync(Stream from, Stream to, CancellationTokenSource end, Action<int> count)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await from.ReadAsync(buffer, end.Token) is var length and > 0)
            {
                await to.WriteAsync(buffer.AsMemory(0, length), end.Token);
                await to.FlushAsync(end.Token);
                count(length);
            }
        }
        catch (Exception exception) when (Faults.IsExpected(exception))
        {
            // A broken tunnel has nobody left to tell: the other direction is ended, and with it the connections.
            await end.CancelAsync();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void EndSending(UpgradeConnection upstream)
    {
        try
        {
            upstream.EndSending();
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Already closed by the target, which is what was to be said.
        }
    }
}
