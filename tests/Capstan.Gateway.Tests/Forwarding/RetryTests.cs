using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Capstan.Core.Health;
using Capstan.Core.Stacks;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Forwarding;

public sealed class RetryTests
{
    private static readonly RequestLimits Short = new() { Hold = TimeSpan.FromMilliseconds(300), Timeout = TimeSpan.FromMilliseconds(400) };

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Forward_RefusedConnection_GoesToAnotherTargetAndEjects(string method)
    {
        await using var backend = await Backend.StartAsync(name: "live");
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        using var dead = new Nobody();
        rig.SetTargets(dead.AsTarget(), backend.AsTarget());

        for (var i = 0; i < 4; i++)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), "/web") { Content = method == "POST" ? new StringContent("body") : null };
            using var answer = await rig.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(4, backend.Requests);
        Assert.Equal(TargetFailure.Refused, (await rig.NoticeAsync(DataPlaneNoticeKind.Refused)).Failure);
        Assert.Equal("dead", (await rig.NoticeAsync(DataPlaneNoticeKind.Ejected)).Target);
        Assert.Equal(1, rig.Read().Retries);
        Assert.True(rig.Read().Targets[0].IsEjected);
    }

    [Fact]
    public async Task Forward_HungTargetLeavesWithMoreRequestsThanTheBudget_AllGoToAnotherOne()
    {
        const int Stuck = 40;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        async Task Hang(Socket socket, RawBackend self)
        {
            await self.ReadHeadAsync(socket);
            await ended.Task;
            socket.Close();
        }

        await using var hung = new RawBackend(Hang);
        await using var live = await Backend.StartAsync(name: "live");
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        rig.SetTargets(hung.AsTarget("hung"));
        var asked = Enumerable.Range(0, Stuck).Select(_ => rig.Client.GetAsync("/web", TestContext.Current.CancellationToken)).ToList();
        await Eventually.TrueAsync(() => rig.Read().Targets[0].InFlight == Stuck);
        rig.SetTargets(hung.AsTarget("hung") with { Condition = TargetCondition.Draining }, live.AsTarget());
        ended.SetResult();

        foreach (var answer in await Task.WhenAll(asked))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Stuck, rig.Read().Retries);
    }

    [Theory]
    [InlineData("GET", "", 2, "200")]
    [InlineData("HEAD", "", 2, "200")]
    [InlineData("POST", "", 1, "502")]
    [InlineData("POST", "body", 1, "502")]
    [InlineData("DELETE", "", 1, "502")]
    [InlineData("PUT", "body", 1, "502")]
    [InlineData("GET", "body", 1, "502")]
    public async Task Forward_ConnectionBrokenAfterRequest_RepeatsOnlySafeOnes(string method, string body, int sends, string status)
    {
        var seen = new ConcurrentQueue<string>();
        var broken = 0;
        async Task Serve(Socket socket, RawBackend self)
        {
            while (await self.ReadHeadAsync(socket) is { } head)
            {
                if (body.Length > 0)
                    await socket.ReceiveAsync(new byte[body.Length], self.End);
                seen.Enqueue(head[..head.IndexOf('\r')]);
                if (Interlocked.Increment(ref broken) == 1)
                {
                    socket.Close();
                    return;
                }

                await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), self.End);
            }
        }

        await using var a = new RawBackend(Serve);
        await using var b = new RawBackend(Serve);
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        rig.SetTargets(a.AsTarget("a"), b.AsTarget("b"));

        var length = body.Length > 0 ? $"Content-Length: {body.Length}\r\n" : "";
        var answer = await RawClient.AskAsync(rig.Port, $"{method} /web HTTP/1.1\r\nHost: x\r\n{length}Connection: close\r\n\r\n{body}", 5);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer);
        Assert.Equal(sends, seen.Count);
        if (sends == 2)
            Assert.Equal((1, 1), (a.Lines.Count, b.Lines.Count));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task Forward_PooledConnectionClosedAfterRequest_NeverSendsUnsafeTwice(string method)
    {
        // The second request on a kept connection is where an HTTP client would silently send it again.
        async Task Serve(Socket socket, RawBackend self)
        {
            await self.ReadHeadAsync(socket);
            await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), self.End);
            await self.ReadHeadAsync(socket);
            socket.Close();
        }

        await using var backend = new RawBackend(Serve);
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        rig.SetTargets(backend.AsTarget());
        await rig.GetAsync("/web");

        using var request = new HttpRequestMessage(new HttpMethod(method), "/web");
        using var answer = await rig.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal(1, backend.Lines.Count(line => line.StartsWith(method, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Forward_OnlyTargetRefuses_WaitsForItsSuccessor()
    {
        await using var backend = await Backend.StartAsync(name: "successor");
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        using var dead = new Nobody();
        rig.SetTargets(dead.AsTarget());

        var request = rig.GetAsync("/web");
        await rig.NoticeAsync(DataPlaneNoticeKind.Refused);
        rig.SetTargets(backend.AsTarget());

        Assert.Equal("successor", await request);
        Assert.Equal(0, rig.Read().Held);
        Assert.DoesNotContain(rig.Notices, notice => notice.Kind == DataPlaneNoticeKind.Ejected);
    }

    [Fact]
    public async Task Forward_OnlyTargetRefusesWhileAsManyWaitAsMay_Answers502AtOnce()
    {
        await using var backend = await Backend.StartAsync(name: "successor");
        await using var rig = await GatewayRig.StartAsync(
            spec: null, GatewayRig.Service(limits: new RequestLimits { Hold = TimeSpan.FromMinutes(1), HoldQueue = 1 }));
        using var dead = new Nobody();
        rig.SetTargets(dead.AsTarget());
        using var client = await RawClient.ConnectAsync(rig.Port);

        var waiting = rig.GetAsync("/web");
        await Eventually.TrueAsync(() => rig.Read().Held == 1);
        Assert.Equal(502, (await client.GetAsync("GET /web HTTP/1.1\r\nHost: x\r\n\r\n")).Status);
        rig.SetTargets(backend.AsTarget());

        Assert.Equal("successor", await waiting);
    }

    [Fact]
    public async Task Forward_OnlyTargetRefusesAndRetriesAreOff_Answers502AtOnce()
    {
        await using var rig = await GatewayRig.StartAsync(
            spec: null, GatewayRig.Service(limits: new RequestLimits { Hold = TimeSpan.FromMinutes(1), RetryBudget = 0 }));
        using var dead = new Nobody();
        rig.SetTargets(dead.AsTarget());
        using var client = await RawClient.ConnectAsync(rig.Port);

        Assert.Equal(502, (await client.GetAsync("GET /web HTTP/1.1\r\nHost: x\r\n\r\n")).Status);
    }

    [Fact]
    public async Task Forward_EveryTargetBreaksTheConnection_RequestIsSentTwice()
    {
        static async Task Break(Socket socket, RawBackend self)
        {
            await self.ReadHeadAsync(socket);
            socket.Close();
        }

        await using var a = new RawBackend(Break);
        await using var b = new RawBackend(Break);
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        rig.SetTargets(a.AsTarget("a"), b.AsTarget("b"));

        using var answer = await rig.Client.GetAsync("/web", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal((1, 1, 1L), (a.Lines.Count, b.Lines.Count, rig.Read().Retries));
    }

    [Fact]
    public async Task Forward_OnlyTargetRefusesToTheEnd_Answers502()
    {
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service(limits: Short));
        using var dead = new Nobody();
        rig.SetTargets(dead.AsTarget());

        using var answer = await rig.Client.GetAsync("/web", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
    }

    [Fact]
    public async Task Forward_SilentTarget_Answers504AndIsNotRepeated()
    {
        await using var silent = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await self.RecordAsync(socket);
        });
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service(limits: Short));
        rig.SetTargets(silent.AsTarget("a"), silent.AsTarget("b"));

        using var answer = await rig.Client.GetAsync("/web", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.Single(silent.Lines);
        Assert.Equal(1, rig.Read().Targets.Sum(target => target.Failures));
    }

    [Fact]
    public async Task Forward_FiveBadStatuses_PassedThroughThenEjected()
    {
        await using var bad = new RawBackend((socket, self) => self.AnswerAllAsync(socket, "HTTP/1.1 503 Down\r\nContent-Length: 0\r\n\r\n"));
        await using var good = await Backend.StartAsync();
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        rig.SetTargets(bad.AsTarget("bad"), good.AsTarget());

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 14; i++)
        {
            using var answer = await rig.Client.GetAsync("/web", TestContext.Current.CancellationToken);
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal(5, statuses.Count(status => status == HttpStatusCode.ServiceUnavailable));
        Assert.Equal("bad", (await rig.NoticeAsync(DataPlaneNoticeKind.Ejected)).Target);
        Assert.Equal(0, rig.Read().Retries);
    }

    [Fact]
    public async Task Forward_AnswerBreaksOffInside_ClientConnectionIsCutNotEnded()
    {
        var half = new TaskCompletionSource();
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"u8.ToArray(), self.End);
            await half.Task;
            socket.Close();
        });
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        rig.SetTargets(backend.AsTarget());
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync("GET /web HTTP/1.1\r\nHost: x\r\n\r\n");
        await client.ReadUntilAsync("half");
        half.SetResult();

        Assert.Equal("<closed>", await client.ReadAllAsync(5));
        Assert.Single(backend.Lines);
    }
}
