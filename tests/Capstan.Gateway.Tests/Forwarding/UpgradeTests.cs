using System.Net.WebSockets;
using System.Text;
using Capstan.Gateway.Tests.Rig;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebSockets;

namespace Capstan.Gateway.Tests.Forwarding;

public sealed class UpgradeTests
{
    [Fact]
    public async Task Forward_WebSocket_CarriesMessagesBothWaysAndCloses()
    {
        await using var backend = await Backend.StartAsync(EchoAsync);
        await using var rig = await GatewayRig.StartAsync(null, null, backend);
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("chat");
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{rig.Port}/web/ws?x=1"), TestContext.Current.CancellationToken);

        Assert.Equal("chat", socket.SubProtocol);
        Assert.Equal(1, rig.Read().InFlight);
        foreach (var text in new[] { "one", new string('x', 100_000), "three" })
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
            Assert.Equal(text, await ReceiveAsync(socket));
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", TestContext.Current.CancellationToken);

        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
        await Eventually.TrueAsync(() => rig.Read().InFlight == 0);
        await Eventually.TrueAsync(() => rig.Host.Connections == 0);
    }

    [Theory]
    [InlineData("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n")]
    [InlineData("Connection: Upgrade\r\nUpgrade: x, h2c\r\n")]
    [InlineData("Connection: Upgrade\r\nUpgrade: ,H2C\r\n")]
    [InlineData("Connection: Upgrade\r\nUpgrade: ,\r\n")]
    [InlineData("Connection: Upgrade\r\n")]
    [InlineData("Upgrade: websocket\r\n")]
    public async Task Forward_UpgradeThatIsNone_IsAnOrdinaryRequest(string headers)
    {
        await using var backend = new RawBackend();
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        rig.SetTargets(backend.AsTarget());

        var answer = await RawClient.AskAsync(rig.Port, $"GET /web HTTP/1.1\r\nHost: x\r\n{headers}\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", answer);
        Assert.DoesNotContain("Upgrade", backend.Received);
    }

    [Fact]
    public async Task Forward_UpgradeInHttp10_IsAnOrdinaryRequest()
    {
        await using var backend = new RawBackend();
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        rig.SetTargets(backend.AsTarget());

        var answer = await RawClient.AskAsync(rig.Port, "GET /web HTTP/1.0\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: raw\r\n\r\n", 5);

        Assert.StartsWith("HTTP/1.1 200 ", answer);
        Assert.DoesNotContain("Upgrade", backend.Received);
    }

    [Fact]
    public async Task Forward_UpgradeRefused_AnswerIsPassedOn()
    {
        await using var backend = await Backend.StartAsync(http =>
        {
            http.Response.StatusCode = 403;
            return Task.CompletedTask;
        });
        await using var rig = await GatewayRig.StartAsync(null, null, backend);

        var answer = await RawClient.AskAsync(
            rig.Port, "GET /web HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 403 ", answer);
    }

    [Theory]
    [InlineData("Upgrade: h2c\r\n")]
    [InlineData("Upgrade: raw, other\r\n")]
    [InlineData("Upgrade: raw\r\nUpgrade: h2c\r\n")]
    [InlineData("")]
    public async Task Forward_Upgrade_ReplicaSwitchesToWhatWasNotOffered_OpensNoTunnel(string fields)
    {
        await using var backend = new RawBackend((socket, self) =>
            self.AnswerAllAsync(socket, $"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n{fields}\r\nevil"));
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        rig.SetTargets(backend.AsTarget());

        using var client = await RawClient.ConnectAsync(rig.Port);

        var answer = await client.GetAsync("GET /web HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: raw, spare\r\n\r\n");

        // What comes behind it answers the next request.
        Assert.Equal(502, answer.Status);
        Assert.DoesNotContain("evil", answer.Body);
        Assert.True(answer.Closes || (await client.GetAsync("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).Body == "{}");
        Assert.True(await client.Answers.EndsAsync());
    }

    [Fact]
    public async Task Forward_Upgrade_BackendEndsFirst_ClientSeesAllBytesAndTheEnd()
    {
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await socket.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: raw\r\n\r\nhello"u8.ToArray(), self.End);
            socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            await self.RecordAsync(socket);
        });
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        rig.SetTargets(backend.AsTarget());

        var answer = await RawClient.AskAsync(rig.Port, "GET /web HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: raw\r\n\r\n", 5);

        Assert.StartsWith("HTTP/1.1 101 Switching Protocols\r\n", answer);
        Assert.Contains("Upgrade: raw\r\n", answer);
        Assert.EndsWith("\r\n\r\nhello<closed>", answer);
    }

    [Fact]
    public async Task Forward_Upgrade_ClientEndsFirst_BackendGetsAllBytesAndTheEnd()
    {
        var ended = new TaskCompletionSource();
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await socket.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: raw\r\n\r\n"u8.ToArray(), self.End);
            await self.RecordAsync(socket);
            ended.SetResult();
        });
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        rig.SetTargets(backend.AsTarget());
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync("GET /web HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: raw\r\n\r\n");
        await client.ReadUntilAsync("\r\n\r\n");
        await client.SendAsync("last words");
        client.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.EndsWith("last words", backend.Received);
    }

    [Fact]
    public async Task Remove_TargetOfOpenUpgrade_CutsIt()
    {
        await using var backend = await Backend.StartAsync(EchoAsync);
        await using var rig = await GatewayRig.StartAsync(null, null, backend);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{rig.Port}/web/ws"), TestContext.Current.CancellationToken);

        rig.SetTargets();

        // A client says something of its own every now and then, and would find out.
        await Assert.ThrowsAnyAsync<WebSocketException>(() => ReceiveAsync(socket))
            .WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => rig.Read().InFlight == 0);
    }

    private static async Task<string> ReceiveAsync(WebSocket socket)
    {
        var buffer = new byte[200_000];
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), TestContext.Current.CancellationToken);
            length += part.Count;
            if (part.EndOfMessage)
                return Encoding.UTF8.GetString(buffer, 0, length);
        }
    }

    private static async Task EchoAsync(HttpContext http)
    {
        var factory = new WebSocketMiddleware(
            async inner =>
            {
                using var socket = await inner.WebSockets.AcceptWebSocketAsync(inner.WebSockets.WebSocketRequestedProtocols.FirstOrDefault());
                var buffer = new byte[8192];
                while (true)
                {
                    var part = await socket.ReceiveAsync(buffer.AsMemory(), inner.RequestAborted);
                    if (part.MessageType == WebSocketMessageType.Close)
                    {
                        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, inner.RequestAborted);
                        return;
                    }

                    await socket.SendAsync(buffer.AsMemory(0, part.Count), part.MessageType, part.EndOfMessage, inner.RequestAborted);
                }
            },
            Microsoft.Extensions.Options.Options.Create(new WebSocketOptions()),
            Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        await factory.Invoke(http);
    }
}
