using System.Net.Sockets;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Fast.Sessions;

/// <summary>Connections to targets between two requests; the loop's clock stands but for jumps.</summary>
public sealed class KeptConnectionTests
{
    private const string Request = "GET /web HTTP/1.1\r\nHost: a\r\n\r\n";

    [Theory]
    [InlineData(10, false)]
    [InlineData(0, true)]
    public async Task Take_TargetLeftTheKeptConnectionSinceTheLastTurn_PostGoesOverAnother(int idle, bool resets)
    {
        var kept = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var backend = new RawBackend((socket, self) =>
        {
            kept.TrySetResult(socket);
            return self.AnswerAllAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        await using var rig = await LoopRig.StartAsync(backend.AsTarget());
        rig.Time.Stand();
        using var client = await RawClient.ConnectAsync(rig.Port);
        Assert.Equal(200, (await client.GetAsync(Request)).Status);
        var left = await kept.Task;

        // The loop is told of the request first. The system is asked only about connections that were idle for longer than a busy one is; one
        // that was not is found out when it takes nothing.
        await rig.DoAsync(() =>
        {
            rig.Time.Jump(TimeSpan.FromMilliseconds(idle));
            client.Socket.Send("POST /web HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"u8);
            if (resets)
                left.Reset();
            else
                left.Shutdown(SocketShutdown.Send);
        });

        Assert.Equal(200, (await client.Answers.ReadAsync()).Status);
        Assert.Equal(2, backend.Connections);
        Assert.Equal((0L, 0L), (rig.Read().Retries, rig.Read().Targets[0].Failures));
    }

    [Fact]
    public async Task Put_MoreThanTheAnswerHasCome_ConnectionIsClosedAtOnce()
    {
        var ended = new TaskCompletionSource<bool>();
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await self.SendAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokmore");
            try
            {
                ended.SetResult(await self.ReadHeadAsync(socket) is null);
            }
            catch (SocketException)
            {
                // It is a reset where something was unread.
                ended.SetResult(true);
            }
        });
        await using var rig = await LoopRig.StartAsync(backend.AsTarget());
        rig.Time.Stand();
        using var client = await RawClient.ConnectAsync(rig.Port);

        Assert.Equal("ok", (await client.GetAsync(Request)).Body);

        Assert.True(await ended.Task.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Idle_ForLongerThanTheLimit_EachIsClosedInItsTime()
    {
        var go = new[] { new TaskCompletionSource(), new TaskCompletionSource() };
        var (made, ended) = (0, 0);
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await go[Interlocked.Increment(ref made) - 1].Task;
            await self.SendAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            Assert.Null(await self.ReadHeadAsync(socket));
            Interlocked.Increment(ref ended);
        });
        await using var rig = await LoopRig.StartAsync(backend.AsTarget());
        rig.Time.Stand();
        using var first = await RawClient.ConnectAsync(rig.Port);
        using var second = await RawClient.ConnectAsync(rig.Port);
        await first.SendAsync(Request);
        await Eventually.TrueAsync(() => backend.Lines.Count == 1);
        await second.SendAsync(Request);
        await Eventually.TrueAsync(() => backend.Lines.Count == 2);

        go[0].SetResult();
        Assert.Equal(200, (await first.Answers.ReadAsync()).Status);
        await rig.JumpAsync(TimeSpan.FromSeconds(10));
        go[1].SetResult();
        Assert.Equal(200, (await second.Answers.ReadAsync()).Status);

        // Fifteen seconds are allowed.
        foreach (var expected in new[] { 1, 2 })
        {
            await rig.JumpAsync(TimeSpan.FromSeconds(8));
            await Eventually.TrueAsync(() => Volatile.Read(ref ended) == expected);
        }
    }
}
