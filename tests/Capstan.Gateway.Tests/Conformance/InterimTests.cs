using System.Net.Sockets;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Conformance;

/// <summary>Interim answers and <c>Expect: 100-continue</c> (RFC 9110 sections 10.1.1 and 15.2).</summary>
public sealed class InterimTests
{
    private const string Post = "POST /web HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n";

    [Fact]
    public async Task Answer_EarlyHints_AreRelayedBeforeTheAnswer()
    {
        await using var backend = new RawBackend((socket, self) => self.AnswerAllAsync(
            socket, "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);
        var interim = new List<Answer>();

        for (var i = 0; i < 2; i++)
        {
            await client.SendAsync("GET /web HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.Equal("ok", (await client.Answers.ReadAsync(interim: interim)).Body);
        }

        // The general plane's HTTP client keeps them for itself; docs/gateway.md says so.
        Assert.Equal(PlaneUnderTest.IsGeneral ? [] : [103, 102, 103, 102], interim.Select(answer => answer.Status));
        Assert.All(interim.Where(answer => answer.Status == 103), answer => Assert.Equal("</a.css>", answer.Field("Link")));
    }

    [Fact]
    public async Task Answer_EarlyHintsToHttp10_AreNotRelayed()
    {
        await using var backend = new RawBackend((socket, self) => self.AnswerAllAsync(
            socket, "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        await using var rig = await GatewayRig.StartAsync(backend);

        var answer = await RawClient.AskAsync(rig.Port, "GET /web HTTP/1.0\r\nHost: x\r\n\r\n", 5);

        Assert.Matches(@"\AHTTP/1\.1 200 ", answer);
    }

    [Fact]
    public async Task Answer_FloodOfInterims_NextRequestGetsItsOwnAnswer()
    {
        var flood = string.Concat(Enumerable.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 2_000));
        await using var backend = new RawBackend(async (socket, self) =>
        {
            while (await self.ReadHeadAsync(socket) is { } head)
                await self.SendAsync(socket, (head.Contains("/first", StringComparison.Ordinal) ? flood : "") + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood");
        });
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        var first = await client.GetAsync("GET /web/first HTTP/1.1\r\nHost: x\r\n\r\n");
        using var another = first.Closes || !first.IsWhole ? await RawClient.ConnectAsync(rig.Port) : null;

        // A limit on them is allowed, and a replica that goes beyond it is at fault.
        Assert.Contains(first.Status, new[] { 200, 502 });
        Assert.Equal("good", (await (another ?? client).GetAsync("GET /web HTTP/1.1\r\nHost: x\r\n\r\n")).Body);
    }

    [Fact]
    public async Task Expect_ReplicaSaysContinue_ClientHearsItOnceAndSendsTheBody()
    {
        await using var backend = new RawBackend(async (socket, self) =>
        {
            while (await self.ReadHeadAsync(socket) is not null)
            {
                await self.SendAsync(socket, "HTTP/1.1 100 Continue\r\n\r\n");
                await Recorder.ReadAsync(socket, self, 4);
                await self.SendAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        for (var i = 0; i < 2; i++)
        {
            var interim = new List<Answer>();
            await client.SendAsync(Post);
            Assert.StartsWith("HTTP/1.1 100 ", await client.ReadUntilAsync("\r\n\r\n"));
            await client.SendAsync("body");
            Assert.Equal("ok", (await client.Answers.ReadAsync(interim: interim)).Body);
            Assert.Empty(interim);
        }

        Assert.EndsWith("body", backend.Received);
        Assert.Equal(2, backend.Lines.Count);
    }

    [Fact]
    public async Task Expect_ReplicaKnowsNothingOfIt_BodyIsSentAfterAWhile()
    {
        await using var backend = new RawBackend(Recorder.EchoAsync);
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync(Post);

        // RFC 9110 section 10.1.1: a client does not wait for ever, neither does the gateway; whoever moves first, the exchange goes on.
        await Task.Run(() => client.Socket.Poll(TimeSpan.FromSeconds(3), SelectMode.SelectRead), TestContext.Current.CancellationToken);
        await client.SendAsync("body");

        Assert.Equal("POST /web HTTP/1.1", (await client.Answers.ReadAsync()).Body);
    }

    [Fact]
    public async Task Expect_ClientDoesNotWait_BodyIsTakenAtOnce()
    {
        await using var backend = new RawBackend(Recorder.EchoAsync);
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync(Post + "bodyGET /web/2 HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.Equal("POST /web HTTP/1.1", (await client.Answers.ReadAsync()).Body);
        Assert.Equal("GET /web/2 HTTP/1.1", (await client.Answers.ReadAsync()).Body);
    }

    [Fact]
    public async Task Expect_ReplicaRefuses_WhatFollowsIsNeverTakenForARequest()
    {
        await using var backend = new RawBackend(async (socket, self) =>
        {
            while (await self.ReadHeadAsync(socket) is { } head)
                await self.SendAsync(socket, head.StartsWith("POST", StringComparison.Ordinal) ? "HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n" : "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood");
        });
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);
        // Longer than what the general plane's HTTP client would send in spite of a refusal.
        var body = $"GET /web/hidden HTTP/1.1\r\nHost: x\r\nX-Long: {new string('a', 2_000)}\r\n\r\n";

        var refused = await client.GetAsync($"POST /web HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: {body.Length}\r\n\r\n");
        Assert.Equal(417, refused.Status);

        // The client may send the body all the same (RFC 9110 section 10.1.1): it is the refused request's, or the connection closes.
        await client.TrySendAsync(body + "GET /web/next HTTP/1.1\r\nHost: x\r\n\r\n");
        var next = await client.Answers.ReadAsync();
        Assert.True(next is { Status: 0 } || (!refused.Closes && next.Body == "good"), next.ToString());
        Assert.DoesNotContain(backend.Lines, line => line.Contains("/web/hidden", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Expect_OfHttp10_IsIgnored()
    {
        await using var backend = new RawBackend(Recorder.EchoAsync);
        await using var rig = await GatewayRig.StartAsync(backend);

        var answer = await RawClient.AskAsync(rig.Port, "POST /web HTTP/1.0\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\nbody", 5);

        Assert.StartsWith("HTTP/1.1 200 ", answer);
        Assert.EndsWith("POST /web HTTP/1.1<closed>", answer);
    }

    [Fact]
    public async Task Expectation_AnsweredByAnotherInterimAnswer_IsStillMetAfterAWhile()
    {
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await self.SendAsync(socket, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
            await self.RecordAsync(socket);
        });
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync("POST /web HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");

        Assert.EndsWith("HTTP/1.1 100 Continue\r\n\r\n", await client.ReadUntilAsync(" 100 Continue\r\n\r\n"));
    }
}
