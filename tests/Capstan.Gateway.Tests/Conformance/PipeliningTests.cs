using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Conformance;

/// <summary>Several requests on a connection before their answers (RFC 9112 section 9.3.2): answered in their order, each with its own.</summary>
public sealed class PipeliningTests
{
    [Fact]
    public async Task Send_ManyAtOnce_AnsweredInOrderThoughTheFirstIsSlow()
    {
        await using var backend = new RawBackend(async (socket, self) =>
        {
            while (await self.ReadHeadAsync(socket) is { } head)
            {
                if (head.Contains("/web/0 ", StringComparison.Ordinal))
                    await Task.Delay(200, self.End);
                var path = head.Split(' ')[1];
                await self.SendAsync(socket, $"HTTP/1.1 200 OK\r\nContent-Length: {path.Length}\r\n\r\n{path}");
            }
        });
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync(string.Concat(Enumerable.Range(0, 50).Select(i => $"GET /web/{i} HTTP/1.1\r\nHost: x\r\n\r\n")));

        for (var i = 0; i < 50; i++)
            Assert.Equal($"/web/{i}", (await client.Answers.ReadAsync()).Body);
        Assert.Equal(50, rig.Read().Requests);
        Assert.Equal("", client.Answers.Ahead);
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n\r\nhello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2;x=y\r\nhe\r\n3\r\nllo\r\n0\r\nX-Trailer: 1\r\n\r\n")]
    public async Task Send_BodiesBetween_EachEndsWhereItsFramingSays(string rest)
    {
        await using var backend = new RawBackend(Recorder.EchoAsync);
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync($"POST /web/1 HTTP/1.1\r\nHost: x\r\n{rest}GET /web/2 HTTP/1.1\r\nHost: x\r\n\r\nPOST /web/3 HTTP/1.1\r\nHost: x\r\n{rest}");

        Assert.Equal("POST /web/1 HTTP/1.1", (await client.Answers.ReadAsync()).Body);
        Assert.Equal("GET /web/2 HTTP/1.1", (await client.Answers.ReadAsync()).Body);
        Assert.Equal("POST /web/3 HTTP/1.1", (await client.Answers.ReadAsync()).Body);
    }

    [Fact]
    public async Task Send_CutAtEveryByte_ReadTheSame()
    {
        const string Requests = "POST /web/1?q HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\n\r\nGET /web/2 HTTP/1.1\r\nHost: x\r\n\r\n";
        await using var backend = new RawBackend(Recorder.EchoAsync);
        await using var rig = await GatewayRig.StartAsync(backend);

        for (var cut = 1; cut < Requests.Length; cut++)
        {
            using var client = await RawClient.ConnectAsync(rig.Port);
            await client.SendAsync([Requests[..cut], Requests[cut..]]);
            Assert.Equal("POST /web/1?q HTTP/1.1", (await client.Answers.ReadAsync()).Body);
            Assert.Equal("GET /web/2 HTTP/1.1", (await client.Answers.ReadAsync()).Body);
        }
    }

    [Fact]
    public async Task Send_ByteByByte_ReadTheSame()
    {
        const string Requests = "POST /web/1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\nGET /web/2 HTTP/1.1\r\nHost: x\r\n\r\n";
        await using var backend = new RawBackend(Recorder.EchoAsync);
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync(Requests.Select(letter => letter.ToString()));

        Assert.Equal("POST /web/1 HTTP/1.1", (await client.Answers.ReadAsync()).Body);
        Assert.Equal("GET /web/2 HTTP/1.1", (await client.Answers.ReadAsync()).Body);
    }

    [Fact]
    public async Task Send_RefusedOneBetween_NothingBehindItIsServed()
    {
        await using var backend = new RawBackend(Recorder.EchoAsync);
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync("GET /web/1 HTTP/1.1\r\nHost: x\r\n\r\nGET /web/2 HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\nGET /web/3 HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.Equal(200, (await client.Answers.ReadAsync()).Status);
        var refused = await client.Answers.ReadAsync();
        Assert.Equal((400, true), (refused.Status, refused.Closes));
        Assert.True(await client.Answers.EndsAsync());
        Assert.Equal(["GET /web/1 HTTP/1.1"], backend.Lines);
    }

    [Fact]
    public async Task Send_CloseBetween_NothingBehindItIsServed()
    {
        await using var backend = new RawBackend(Recorder.EchoAsync);
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync("GET /web/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nGET /web/2 HTTP/1.1\r\nHost: x\r\n\r\n");

        var answer = await client.Answers.ReadAsync();
        Assert.Equal((200, true), (answer.Status, answer.Closes));
        Assert.True(await client.Answers.EndsAsync());
        Assert.Equal(["GET /web/1 HTTP/1.1"], backend.Lines);
    }

    [Fact]
    public async Task Send_EmptyLinesBefore_ArePassedOver()
    {
        // RFC 9112 section 2.2: some old clients send one behind a body.
        await using var backend = new RawBackend(Recorder.EchoAsync);
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        Assert.Equal(200, (await client.GetAsync("\r\nGET /web/1 HTTP/1.1\r\nHost: x\r\n\r\n")).Status);
        Assert.Equal(200, (await client.GetAsync("\r\nGET /web/2 HTTP/1.1\r\nHost: x\r\n\r\n")).Status);
    }

    [Theory]
    [InlineData("Content-Length: 49152\r\n\r\n", 0)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n", 3)]
    public async Task Send_LongBodyToNobody_IsNotReadToItsEnd(string rest, int chunks)
    {
        var go = new TaskCompletionSource();
        await using var backend = await Backend.StartAsync(_ => go.Task);
        await using var rig = await GatewayRig.StartAsync(null, null, backend);
        using var client = await RawClient.ConnectAsync(rig.Port);
        var body = chunks == 0
            ? new string('b', 48 * 1024)
            : string.Concat(Enumerable.Repeat($"4000\r\n{new string('c', 16 * 1024)}\r\n", chunks)) + "0\r\n\r\n";

        // All of it is at hand when the gateway comes to it.
        await client.SendAsync("GET /web HTTP/1.1\r\nHost: x\r\n\r\n");
        await Eventually.TrueAsync(() => rig.Read().InFlight == 1);
        await client.SendAsync("POST /nobody HTTP/1.1\r\nHost: x\r\n" + rest + body);
        go.SetResult();
        Assert.Equal(200, (await client.Answers.ReadAsync()).Status);

        var refused = await client.Answers.ReadAsync();
        Assert.Equal(404, refused.Status);
        Assert.True(refused.Closes || PlaneUnderTest.IsGeneral, refused.Head);
        Assert.True(PlaneUnderTest.IsGeneral || await client.Answers.EndsAsync());
    }

    // The general plane's server takes the end of the sending for that of the connection.
    [Fact]
    [Trait("only-plane", "fast")]
    public async Task Send_SecondOneEndsInsideItsBody_FirstAnswerIsNotTaken()
    {
        // What posts waits for the rest of the body.
        await using var backend = new RawBackend(async (socket, self) =>
        {
            while (await self.ReadHeadAsync(socket) is { } head)
            {
                if (head.StartsWith("GET", StringComparison.Ordinal))
                    await self.SendAsync(socket, $"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{new string('b', 100_000)}");
            }
        });
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);
        client.Socket.ReceiveBufferSize = 4096;

        // The first answer waits in the system for its client.
        await client.SendAsync("GET /web HTTP/1.1\r\nHost: x\r\n\r\n");
        await Eventually.TrueAsync(() => rig.Read() is { Requests: 1, InFlight: 0 });
        await client.SendAsync("POST /web HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\npart");
        await Eventually.TrueAsync(() => rig.Read().InFlight == 1);
        client.EndSending();
        await Eventually.TrueAsync(() => rig.Read() is { Requests: 2, InFlight: 0 });

        var first = await client.Answers.ReadAsync();
        Assert.True(first is { Status: 200, IsWhole: true }, $"{first.Body.Length} bytes came.");
    }
}
