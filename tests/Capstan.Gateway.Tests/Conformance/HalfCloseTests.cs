using Capstan.Gateway.Tests.Fast.Sessions;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Conformance;

/// <summary>Clients that end their sending and still read: they get their answers (RFC 9112 section 9.6).</summary>
public sealed class HalfCloseTests
{
    private const string Request = "GET /web HTTP/1.1\r\nHost: x\r\n\r\n";

    [Theory]
    [InlineData("GET /web HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /web HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /web HTTP/1.0\r\n\r\n")]
    [InlineData("POST /web HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("POST /web HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n")]
    [Trait("only-plane", "fast")]
    public async Task Client_EndsSendingBehindItsRequest_GetsItsAnswerAndThenTheEnd(string request)
    {
        await using var backend = await Backend.StartAsync(name: "whole");
        await using var rig = await GatewayRig.StartAsync(null, null, backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync(request);
        client.EndSending();

        Assert.Equal("whole", (await client.Answers.ReadAsync()).Body);
        Assert.True(await client.Answers.EndsAsync());
        await Eventually.TrueAsync(() => rig.Read().InFlight == 0 && rig.Host.Connections == 0);
    }

    [Theory]
    [InlineData("GET /web HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /web HTTP/1.0\r\n\r\n")]
    [Trait("only-plane", "fast")]
    public async Task Client_EndsSendingLongBeforeItsAnswer_GetsIt(string request)
    {
        var go = new TaskCompletionSource();
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await go.Task;
            await self.SendAsync(socket, "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole");
        });
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync(request);
        client.EndSending();

        // By its first byte the gateway finds out whether anybody is still there.
        await client.ReadUntilAsync("H");
        go.SetResult();

        var rest = request.Contains("1.1", StringComparison.Ordinal) ? "TTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n" : "TTP/1.1 200 OK\r\n";
        Assert.Equal(rest, await client.ReadUntilAsync("200 OK\r\n"));
        Assert.EndsWith("\r\n\r\nwhole<closed>", await client.ReadAllAsync(5));
        Assert.Equal(0, rig.Read().Targets[0].Failures);
    }

    [Fact]
    [Trait("only-plane", "fast")]
    public async Task Client_EndsSendingLongBeforeAnAnswerOfOurs_GetsIt()
    {
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await self.RecordAsync(socket);
        });
        await using var rig = await GatewayRig.StartAsync(backend, limits: new() { Timeout = TimeSpan.FromSeconds(2) });
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync(Request);
        client.EndSending();

        Assert.Equal(504, (await client.Answers.ReadAsync()).Status);
        Assert.True(await client.Answers.EndsAsync());
    }

    [Fact]
    [Trait("only-plane", "fast")]
    public async Task Client_EndsSendingBehindSeveralRequests_GetsAllAnswers()
    {
        await using var backend = new RawBackend(Recorder.EchoAsync);
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync(string.Concat(Enumerable.Range(0, 20).Select(i => $"GET /web/{i} HTTP/1.1\r\nHost: x\r\n\r\n")));
        client.EndSending();

        for (var i = 0; i < 20; i++)
            Assert.Equal($"GET /web/{i} HTTP/1.1", (await client.Answers.ReadAsync()).Body);
        Assert.True(await client.Answers.EndsAsync());
    }

    [Fact]
    [Trait("only-plane", "fast")]
    public async Task Client_EndsSendingInsideItsAnswer_GetsAllOfIt()
    {
        var go = new TaskCompletionSource();
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await self.SendAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf");
            await go.Task;
            await self.SendAsync(socket, "half");
        });
        await using var rig = await LoopRig.StartAsync(backend.AsTarget());
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync(Request);
        await client.ReadUntilAsync("half");
        client.EndSending();

        await rig.TurnAsync();
        go.SetResult();

        Assert.Equal("half<closed>", await client.ReadAllAsync(5));
    }

    [Theory]
    [InlineData(TargetCondition.Unavailable, 503)]
    [InlineData(TargetCondition.Healthy, 502)]
    [Trait("only-plane", "fast")]
    public async Task Client_EndsSendingWhileItsRequestIsHeld_IsAnsweredAtOnce(TargetCondition condition, int status)
    {
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service(limits: new() { Hold = TimeSpan.FromSeconds(60) }));
        using var dead = new Nobody();
        rig.SetTargets(dead.AsTarget(condition));
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync(Request);
        await Eventually.TrueAsync(() => rig.Read().Held == 1);
        client.EndSending();

        Assert.Equal(status, (await client.Answers.ReadAsync()).Status);
        Assert.True(await client.Answers.EndsAsync());
        Assert.Equal(0, rig.Read().Held);
    }
}
