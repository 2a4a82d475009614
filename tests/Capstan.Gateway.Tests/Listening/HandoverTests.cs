using System.Net;
using Capstan.Core.Stacks;
using Capstan.Gateway.Tests.Rig;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Capstan.Gateway.Tests.Listening;

/// <summary>A connection that begins on the fast plane and asks for what only the general plane serves.</summary>
public sealed class HandoverTests
{
    [Fact]
    public async Task Send_ToAServiceThatSpeaksHttp2_IsServedWithItsBodyAndAllThatFollows()
    {
        await using var grpc = await Backend.StartAsync(
            async http =>
            {
                using var reader = new StreamReader(http.Request.Body);
                await http.Response.WriteAsync($"{http.Request.Protocol} {await reader.ReadToEndAsync()}");
            },
            protocols: HttpProtocols.Http2);
        await using var plain = await Backend.StartAsync(name: "plain");
        await using var rig = await GatewayRig.StartAsync(
            spec: null, GatewayRig.Service(), GatewayRig.Service("grpc", "/grpc") with { Protocol = UpstreamProtocol.H2c });
        rig.SetTargets(plain.AsTarget());
        rig.Host.Plane.SetTargets("grpc", [grpc.AsTarget()]);
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync("GET /web HTTP/1.1\r\nHost: x\r\n\r\n");
        await client.ReadUntilAsync("plain\r\n0\r\n\r\n");
        await client.SendAsync("POST /grpc HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbodyGET /web HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        var answers = await client.ReadAllAsync(5);

        Assert.Contains("HTTP/2 body", answers);
        Assert.EndsWith("plain\r\n0\r\n\r\n<closed>", answers);
        Assert.Equal((2, 1), ((int)rig.Read().Requests, (int)rig.Host.Plane.Read("grpc")!.Requests));
        await Eventually.TrueAsync(() => rig.Host.Connections == 0);
    }

    [Fact]
    public async Task Send_PrefaceInPieces_IsHttp2()
    {
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync("PRI * HT");
        await client.SendAsync("TP/2.0\r\n\r\nSM\r\n\r\n");
        await client.SendAsync("\0\0\0\u0004\0\0\0\0\0");

        // The server's own settings frame: nine bytes of head, the fourth of which says that it is one.
        var answer = await client.ReadAllAsync(1);
        Assert.Equal('\u0004', answer[3]);
        Assert.Equal(1, rig.Host.Connections);
    }

    [Fact]
    public async Task Stop_ConnectionHandedOver_IsClosed()
    {
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        using var client = rig.CreateClient(HttpVersion.Version20);
        using var answer = await client.GetAsync("/", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        await rig.Host.StopAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        Assert.Equal(0, rig.Host.Connections);
    }
}
