using System.Net;
using System.Net.Sockets;
using Capstan.Core.Stacks;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Edge;

public sealed class LimitTests
{
    [Fact]
    public async Task Connections_AboveTheCap_ClosedAtOnce()
    {
        await using var rig = await GatewayRig.StartAsync(new GatewaySpec { Limits = new GatewayLimits { Connections = 3 } }, GatewayRig.Service());
        var open = new List<RawClient>();
        for (var i = 0; i < 3; i++)
            open.Add(await RawClient.ConnectAsync(rig.Port));
        await Eventually.TrueAsync(() => rig.Host.Connections == 3);

        Assert.Equal("<closed>", await FourthAsync(rig.Port));

        open.ForEach(client => client.Dispose());
        await Eventually.TrueAsync(() => rig.Host.Connections == 0);
        Assert.StartsWith("HTTP/1.1 200", await RawClient.AskAsync(rig.Port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
    }

    [Fact]
    public async Task SlowClients_HeadersAndSilence_ClosedWhileOthersAreServed()
    {
        await using var backend = await Backend.StartAsync();
        await using var rig = await GatewayRig.StartAsync(
            null, new GatewaySpec { Limits = new GatewayLimits { HeaderTimeout = TimeSpan.FromSeconds(1) } }, backend);
        var slow = new List<RawClient>();
        for (var i = 0; i < 50; i++)
        {
            var client = await RawClient.ConnectAsync(rig.Port);
            if (i % 2 == 0)
                await client.SendAsync("GET /web HTTP/1.1\r\nHost: x\r\nX-Slow: ");
            slow.Add(client);
        }

        Assert.Equal("b", await rig.GetAsync("/web"));
        foreach (var client in slow)
            Assert.EndsWith("<closed>", await client.ReadAllAsync(10));

        slow.ForEach(client => client.Dispose());
        Assert.Equal(1, backend.Requests);
    }

    [Fact]
    public async Task Body_AboveTheServiceLimit_Answers413()
    {
        await using var backend = await Backend.StartAsync();
        await using var rig = await GatewayRig.StartAsync(GatewayRig.Service(limits: new RequestLimits { Body = 10 }), null, backend);

        var sized = await RawClient.AskAsync(rig.Port, "POST /web HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n12345678901", 5);
        var chunked = await RawClient.AskAsync(
            rig.Port, "POST /web HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n12345678901\r\n0\r\n\r\n", 5);
        var allowed = await RawClient.AskAsync(rig.Port, "POST /web HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1234567890");

        Assert.StartsWith("HTTP/1.1 413 ", sized);
        Assert.StartsWith("HTTP/1.1 413 ", chunked);
        Assert.StartsWith("HTTP/1.1 200 ", allowed);
        Assert.Equal(0, rig.Read().Targets[0].Failures);
    }

    [Fact]
    public async Task Body_ChunkedAndAboveTheLimitInOnePiece_NeverReachesTheReplica()
    {
        await using var backend = new RawBackend();
        await using var rig = await GatewayRig.StartAsync(backend, limits: new RequestLimits { Body = 10 });
        Assert.Equal("ok", await rig.GetAsync("/web"));
        var before = backend.Received;

        var answer = await RawClient.AskAsync(
            rig.Port, "POST /web HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n12345678901\r\n0\r\n\r\n", 5);

        Assert.StartsWith("HTTP/1.1 413 ", answer);
        Assert.EndsWith("<closed>", answer);
        if (PlaneUnderTest.IsGeneral)
            Assert.DoesNotContain("12345678901", backend.Received, StringComparison.Ordinal);
        else
            Assert.Equal(before, backend.Received);
        Assert.Equal(0, rig.Read().Targets[0].Failures);
    }

    [Fact]
    public async Task Host_ThatFillsTheFieldsItIsRepeatedIn_HarmsNobody()
    {
        await using var backend = new RawBackend();
        await using var rig = await GatewayRig.StartAsync(backend, new GatewaySpec { Limits = new GatewayLimits { HeaderBytes = 64 * 1024 } });

        // A little more than a third of the room in which the fast plane puts a head together; the general one has no such room.
        for (var length = 43_480; length < 43_680 && !PlaneUnderTest.IsGeneral; length += 10)
        {
            var answer = await RawClient.AskAsync(
                rig.Port,
                $"POST /web HTTP/1.1\r\nHost: {new string('h', length)}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                5);
            Assert.StartsWith("HTTP/1.1 400 ", answer);
        }

        Assert.Equal("ok", await rig.GetAsync("/web"));
    }

    [Fact]
    public async Task InFlight_AboveTheLimit_Answers503()
    {
        var go = new TaskCompletionSource();
        await using var backend = await Backend.StartAsync(_ => go.Task);
        await using var rig = await GatewayRig.StartAsync(GatewayRig.Service(limits: new RequestLimits { InFlight = 1 }), null, backend);

        var first = rig.GetAsync("/web");
        await Eventually.TrueAsync(() => rig.Read().InFlight == 1);
        using var second = await rig.Client.GetAsync("/web", TestContext.Current.CancellationToken);
        go.SetResult();
        await first;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.NotNull(second.Headers.RetryAfter);
        Assert.Equal(1, backend.Requests);
    }

    [Fact]
    public async Task Rate_AboveTheLimit_Answers429()
    {
        await using var backend = await Backend.StartAsync();
        await using var rig = await GatewayRig.StartAsync(GatewayRig.Service(limits: new RequestLimits { Rate = 0.001 }), null, backend);

        await rig.GetAsync("/web");
        using var second = await rig.Client.GetAsync("/web", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
    }

    [Fact]
    public async Task Start_AddressTaken_SaysWhichAndWhatHelps()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        await CannotStartAsync(((IPEndPoint)taken.LocalEndpoint).Port);
    }

    [Fact]
    public async Task Start_AddressTakenByAnotherGateway_IsNotSharedWithIt()
    {
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());

        await CannotStartAsync(rig.Port);
    }

    private static async Task CannotStartAsync(int port)
    {
        await using var host = GatewayHost.Create(
            new GatewaySpec { Listen = new HostPort("127.0.0.1", port), Plane = PlaneUnderTest.Value }, TimeProvider.System, new TestLog());

        var error = await Assert.ThrowsAsync<ListenException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains($"127.0.0.1:{port}", error.Message);
        Assert.Contains("gateway.listen", error.Message);
    }

    private static async Task<string> FourthAsync(int port)
    {
        try
        {
            using var client = await RawClient.ConnectAsync(port);
            return await client.ReadAllAsync(5);
        }
        catch (SocketException)
        {
            // Reset so early that connecting itself sees it.
            return "<closed>";
        }
    }
}
