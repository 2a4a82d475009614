using System.Net;
using Capstan.Core.Stacks;
using Capstan.Gateway.Tests.Rig;
using Microsoft.AspNetCore.Http;

namespace Capstan.Gateway.Tests.Forwarding;

public sealed class HeaderTests
{
    [Fact]
    public async Task Forward_RequestHeaders_OneHopOnesGoAndOthersStay()
    {
        await using var backend = new RawBackend();
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        rig.SetTargets(backend.AsTarget());

        await RawClient.AskAsync(rig.Port, string.Join("\r\n",
            "GET /web HTTP/1.1", "Host: shop.example:99", "Connection: X-Mine, Authorization", "X-Mine: 1", "X-Kept: caf\u00e9", "Authorization: Bearer t",
            "Keep-Alive: 5", "TE: gzip", "Proxy-Authorization: p", "Proxy: p", "X-Original-URL: /admin", "x-rewrite-url: /admin", "X-Real-IP: 9.9.9.9", "Cookie: a=1; b=2", "X-Forwarded-For: 6.6.6.6",
            "X-Forwarded-Prefix: /evil", "Forwarded: for=6.6.6.6", "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "", ""));

        var head = backend.Received;
        Assert.Contains("\r\nHost: shop.example:99\r\n", head);
        Assert.Contains("\r\nX-Kept: caf\u00e9\r\n", head);
        Assert.Contains("\r\nAuthorization: Bearer t\r\n", head);
        Assert.Contains("\r\nCookie: a=1; b=2\r\n", head);
        Assert.Contains("\r\nX-Real-IP: 9.9.9.9\r\n", head);
        Assert.Contains("\r\nX-Forwarded-For: 127.0.0.1\r\n", head);
        Assert.Contains("\r\nX-Forwarded-Proto: http\r\n", head);
        Assert.Contains("\r\nX-Forwarded-Host: shop.example:99\r\n", head);
        Assert.Contains($"\r\nX-Forwarded-Port: {rig.Port}\r\n", head);
        Assert.Contains("\r\nForwarded: for=127.0.0.1;host=\"shop.example:99\";proto=http\r\n", head);
        Assert.Contains("traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n", head);
        foreach (var gone in new[] { "X-Mine", "Keep-Alive", "TE:", "Proxy", "/admin", "6.6.6.6", "evil", "Connection", "Content-Length" })
            Assert.DoesNotContain(gone, head);
        Assert.Equal(1, head.Split("/web").Length - 1);
    }

    [Fact]
    public async Task Forward_TrustedPeer_ContinuesItsForwardingHeaders()
    {
        await using var backend = new RawBackend();
        await using var rig = await GatewayRig.StartAsync(new GatewaySpec { TrustForwarded = ["127.0.0.0/8"] }, GatewayRig.Service());
        rig.SetTargets(backend.AsTarget());

        await RawClient.AskAsync(rig.Port, string.Join("\r\n",
            "GET /web HTTP/1.1", "Host: x", "Connection: close", "X-Forwarded-For: 7.7.7.7", "X-Forwarded-Proto: https",
            "Forwarded: for=7.7.7.7;proto=https", "", ""));

        Assert.Contains("X-Forwarded-For: 7.7.7.7, 127.0.0.1\r\n", backend.Received);
        Assert.Contains("X-Forwarded-Proto: https\r\n", backend.Received);
        Assert.Contains("Forwarded: for=7.7.7.7;proto=https, for=127.0.0.1;host=\"x\";proto=http\r\n", backend.Received);
    }

    [Fact]
    public async Task Forward_AnswerHeaders_UnchangedButForOneHopOnes()
    {
        const string Answer = "HTTP/1.1 299 Quite Fine\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nServer: mine/1\r\nSet-Cookie: a=1; Path=/, x\r\n"
            + "Set-Cookie: b=2\r\nX-Text: caf\u00e9\r\nConnection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nETag: \"q\"\r\nContent-Type: text/x; charset=utf-8\r\nContent-Length: 2\r\n\r\nok";
        await using var backend = new RawBackend((socket, self) => self.AnswerAllAsync(socket, Answer));
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        rig.SetTargets(backend.AsTarget());

        var answer = await RawClient.AskAsync(rig.Port, "GET /web HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 299 Quite Fine\r\n", answer);
        string[] lines = answer[..answer.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Split("\r\n")[1..];
        string[] expected = ["Date: Thu, 01 Jan 2026 00:00:00 GMT", "Server: mine/1", "Set-Cookie: a=1; Path=/, x", "Set-Cookie: b=2",
            "X-Text: caf\u00e9", "ETag: \"q\"", "Content-Type: text/x; charset=utf-8", "Content-Length: 2"];
        Assert.Equal(expected.Order(), lines.Order());
        Assert.EndsWith("\r\n\r\nok", answer);
    }

    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData("HTTP/1.1 304 Not Modified\r\nETag: \"e\"\r\nContent-Length: 7\r\n\r\n")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\nContent-Length: 0\r\n\r\n")]
    public async Task Forward_AnswerWithoutBody_KeepsStatusAndConnection(string head)
    {
        await using var backend = new RawBackend((socket, self) => self.AnswerAllAsync(socket, head));
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        rig.SetTargets(backend.AsTarget());
        using var client = await RawClient.ConnectAsync(rig.Port);

        for (var i = 0; i < 2; i++)
        {
            await client.SendAsync("GET /web HTTP/1.1\r\nHost: x\r\n\r\n");
            var answer = await client.ReadUntilAsync("\r\n\r\n");
            Assert.StartsWith(head[..head.IndexOf('\r')], answer);
            Assert.DoesNotContain("Transfer-Encoding", answer);
        }

        Assert.Equal(2, backend.Lines.Count);
    }

    [Fact]
    public async Task Forward_Head_KeepsLengthWithoutBody()
    {
        await using var backend = await Backend.StartAsync(http =>
        {
            http.Response.ContentLength = 12345;
            return Task.CompletedTask;
        });
        await using var rig = await GatewayRig.StartAsync(null, null, backend);

        using var request = new HttpRequestMessage(HttpMethod.Head, "/web");
        using var answer = await rig.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(12345, answer.Content.Headers.ContentLength);
        Assert.Equal("b", backend.Name);
        Assert.Equal(1, backend.Requests);
    }

    [Fact]
    public async Task Forward_ExpectContinue_ReachesBackendAndBodyFollows()
    {
        await using var backend = await Backend.StartAsync(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            await http.Response.WriteAsync(http.Request.Headers.Expect + await reader.ReadToEndAsync());
        });
        await using var rig = await GatewayRig.StartAsync(null, null, backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync("POST /web HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 100 ", await client.ReadUntilAsync("\r\n\r\n"));
        await client.SendAsync("body");

        Assert.Contains("100-continuebody", await client.ReadAllAsync(5));
    }

    [Fact]
    public async Task Root_WithoutRoute_AnsweredByGatewayAndNotCounted()
    {
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post, HttpMethod.Delete })
        {
            using var request = new HttpRequestMessage(method, "/?x=1");
            using var answer = await rig.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
            Assert.Equal("{}", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(0, rig.Read().Requests);
    }

    [Fact]
    public async Task NoRoute_Answers404ProblemDetailsWithoutThePath()
    {
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());

        using var answer = await rig.Client.GetAsync("/webs/secret-path", TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.ToString());
        Assert.DoesNotContain("secret-path", text + answer.Headers);
        Assert.Equal(0, rig.Read().Requests);
    }
}
