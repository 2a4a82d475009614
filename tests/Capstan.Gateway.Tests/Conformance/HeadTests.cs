using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Conformance;

/// <summary>Answers to HEAD, 204 and 304 have no body, whatever their fields say (RFC 9112 section 6.3, first two rules).</summary>
public sealed class HeadTests
{
    [Theory]
    [InlineData("Content-Length: 12345\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n")]
    [InlineData("")]
    public async Task Head_AnyFraming_NoBodyAndTheConnectionGoesOn(string fields)
    {
        await using var backend = new RawBackend(async (socket, self) =>
        {
            while (await self.ReadHeadAsync(socket) is { } head)
                await self.SendAsync(socket, head.StartsWith("HEAD", StringComparison.Ordinal) ? $"HTTP/1.1 200 OK\r\nX-Mine: 1\r\n{fields}\r\n" : "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nget");
        });
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        for (var i = 0; i < 3; i++)
        {
            var answer = await client.GetAsync("HEAD /web HTTP/1.1\r\nHost: x\r\n\r\n", isHead: true);
            Assert.Equal((200, "1"), (answer.Status, answer.Field("X-Mine")));
            if (fields.StartsWith("Content", StringComparison.Ordinal))
                Assert.Equal("12345", answer.Field("Content-Length"));
            Assert.Equal("get", (await client.GetAsync("GET /web HTTP/1.1\r\nHost: x\r\n\r\n")).Body);
        }

        Assert.Equal("", client.Answers.Ahead);
    }

    [Theory]
    [InlineData("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")]
    [InlineData("HEAD", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nevil\r\n0\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\nevil")]
    [InlineData("GET", "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nevil\r\n0\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\nevil")]
    [InlineData("GET", "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nevil\r\n0\r\n\r\n")]
    public async Task Answer_BodyWhereNoneMayBe_IsNoAnswerToTheNextRequest(string method, string first)
    {
        await using var backend = new RawBackend(async (socket, self) =>
        {
            while (await self.ReadHeadAsync(socket) is { } head)
                await self.SendAsync(socket, head.Contains("/first", StringComparison.Ordinal) ? first : "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood");
        });
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        var answer = await client.GetAsync($"{method} /web/first HTTP/1.1\r\nHost: x\r\n\r\n", method == "HEAD");

        Assert.Contains($" {answer.Status} ", first);
        Assert.Equal("good", (await client.GetAsync("GET /web HTTP/1.1\r\nHost: x\r\n\r\n")).Body);
        Assert.Equal(2, backend.Connections);
    }
}
