using Capstan.Core.Stacks;
using Capstan.Gateway.Fast.Sessions;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Fast.Sessions;

public sealed class StallTests
{
    private const int Smallest = 2 * 1024;

    [Fact]
    public async Task Silence_WhileTheClientTookNothing_IsNotTheTargets()
    {
        const int Piece = 16 * 1024;
        var (more, end) = (new SemaphoreSlim(0), new TaskCompletionSource());
        var (sent, isFull) = (0, false);
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await self.SendAsync(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true)
            {
                await more.WaitAsync(self.End);
                if (isFull)
                    break;
                await self.SendAsync(socket, $"{Piece:x}\r\n{new string('b', Piece)}\r\n");
                sent += Piece;
            }

            await end.Task;
            await self.SendAsync(socket, "3\r\nend\r\n0\r\n\r\n");
        });
        await using var rig = await LoopRig.StartAsync(
            [backend.AsTarget()], lookUp: null, new RequestLimits { Timeout = TimeSpan.FromSeconds(4) });
        using var client = await RawClient.ConnectAsync(rig.Port);
        rig.Time.Stand();
        await client.SendAsync("GET /web HTTP/1.1\r\nHost: a\r\n\r\n");

        // The answer has begun and rests: the request's head has moved to the smallest block.
        await rig.UntilAsync(() => rig.Read().InFlight == 1 && rig.Worker.Buffers.Rented == Smallest);

        // Until the gateway keeps something for its client. It has read all of it: the target rests from now on.
        while (!await IsFullAsync(rig))
        {
            var before = sent;
            more.Release();
            await Eventually.TrueAsync(() => sent > before);
        }

        isFull = true;
        more.Release();

        // What it keeps, and the head.
        Assert.InRange(await rig.ReadAsync(() => rig.Worker.Buffers.Rented), 2 * Smallest, Buffers.Usual + Smallest);

        // First it is looked whether the client takes anything, and then whether the target is silent.
        await rig.JumpAsync(TimeSpan.FromSeconds(4.8));
        await rig.JumpAsync(TimeSpan.FromSeconds(0.2));
        var answer = client.Answers.ReadAsync();
        await rig.UntilAsync(() => rig.Worker.Buffers.Rented == Smallest);
        await rig.JumpAsync(TimeSpan.FromSeconds(3));
        end.SetResult();

        // The target was silent for eight seconds, but only for three of them did anybody wait for it.
        Assert.True(await answer is { IsWhole: true, Body.Length: var length } && length == sent + 3, $"{sent} bytes were sent.");
        Assert.Equal(0, rig.Read().Targets[0].Failures);
    }

    [Fact]
    public async Task Silence_WhileTheClientWaitsToBeAskedForItsBody_IsTheTargets()
    {
        await using var backend = new RawBackend((socket, self) => self.RecordAsync(socket));
        await using var rig = await LoopRig.StartAsync(
            [backend.AsTarget()], lookUp: null, new RequestLimits { Timeout = TimeSpan.FromSeconds(0.5) });
        rig.Time.Stand();
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync("POST /web HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
        await Eventually.TrueAsync(() => backend.Received.EndsWith("\r\n\r\n", StringComparison.Ordinal));
        await rig.JumpAsync(TimeSpan.FromSeconds(0.8));

        Assert.Equal(504, (await client.Answers.ReadAsync()).Status);
        Assert.Equal(1, rig.Read().Targets[0].Failures);
    }

    /// <summary>
    /// Whether a block holds what the client does not take, turn after turn, beside the smallest one, which the request's head has while it waits.
    /// </summary>
    private static async Task<bool> IsFullAsync(LoopRig rig)
    {
        var isFull = true;
        for (var turns = 10; isFull && turns > 0; turns--)
            await rig.DoAsync(() => isFull = rig.Worker.Buffers.Rented > Smallest);
        return isFull;
    }
}
