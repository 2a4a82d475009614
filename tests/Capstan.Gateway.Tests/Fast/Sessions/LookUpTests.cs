using System.Net;
using Capstan.Core.Stacks;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Fast.Sessions;

public sealed class LookUpTests
{
    private const string Post = "POST /web HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";

    [Fact]
    public async Task LookUp_EndsAfterItsRequestWentElsewhere_IsNotFollowed()
    {
        var found = new TaskCompletionSource<IPAddress[]>();
        var go = new TaskCompletionSource();
        await using var late = new RawBackend();
        await using var other = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await go.Task;
            await self.SendAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother");
        });
        await using var rig = await LoopRig.StartAsync(
            [late.AsTarget("late") with { Host = "late.test" }, other.AsTarget("other")], (_, _) => found.Task);
        using var client = await RawClient.ConnectAsync(rig.Port);

        // The name is not known within the time to connect: the request goes to the other target, and only then it is.
        await client.SendAsync(Post);
        await Eventually.TrueAsync(() => other.Lines.Count == 1);
        found.SetResult([IPAddress.Loopback]);
        for (var isKnown = false; !isKnown;)
            await rig.DoAsync(() => isKnown = !rig.Pool().NeedsName);
        go.SetResult();

        Assert.Equal("other", (await client.Answers.ReadAsync()).Body);
        Assert.Equal(0, late.Connections);
        Assert.Single(other.Lines);
        await Eventually.TrueAsync(() => rig.Read().InFlight == 0);
    }

    [Fact]
    public async Task LookUp_ManyRequestsWait_IsMadeOnce()
    {
        const int Many = 5;
        var found = new TaskCompletionSource<IPAddress[]>();
        var asked = 0;
        await using var backend = new RawBackend();
        await using var rig = await LoopRig.StartAsync([backend.AsTarget() with { Host = "web.test" }], (_, _) =>
        {
            Interlocked.Increment(ref asked);
            return found.Task;
        });
        var clients = new List<RawClient>();
        for (var i = 0; i < Many; i++)
        {
            clients.Add(await RawClient.ConnectAsync(rig.Port));
            await clients[^1].SendAsync(Post);
        }

        await Eventually.TrueAsync(() => rig.Read().InFlight == Many);
        found.SetResult([IPAddress.Loopback]);

        foreach (var client in clients)
            Assert.Equal(200, (await client.Answers.ReadAsync()).Status);
        Assert.Equal(1, asked);
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task LookUp_ForAConnectionTenSecondsLater_IsMadeAgainAndNotBefore()
    {
        var asked = 0;
        await using var backend = new RawBackend((socket, self) =>
            self.AnswerAllAsync(socket, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"));
        await using var rig = await LoopRig.StartAsync([backend.AsTarget() with { Host = "web.test" }], (_, _) =>
        {
            asked++;
            return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
        });
        rig.Time.Stand();
        using var client = await RawClient.ConnectAsync(rig.Port);

        foreach (var (seconds, times) in new[] { (0, 1), (9, 1), (2, 2), (9, 2) })
        {
            await rig.JumpAsync(TimeSpan.FromSeconds(seconds));
            Assert.Equal(200, (await client.GetAsync(Post)).Status);
            Assert.Equal(times, asked);
        }
    }

    [Fact]
    public async Task LookUp_Throws_IsAFailedAttempt()
    {
        var asked = 0;
        await using var backend = new RawBackend();
        await using var rig = await LoopRig.StartAsync(
            [backend.AsTarget() with { Host = "web.test" }],
            (_, _) => throw new InvalidOperationException($"no resolver, asked {Interlocked.Increment(ref asked)} times"),
            new RequestLimits { Hold = TimeSpan.FromMilliseconds(100) });
        using var client = await RawClient.ConnectAsync(rig.Port);

        Assert.Equal(502, (await client.GetAsync(Post)).Status);

        // Each attempt ended at once, not with the time to connect.
        Assert.InRange(asked, 2, int.MaxValue);
    }
}
