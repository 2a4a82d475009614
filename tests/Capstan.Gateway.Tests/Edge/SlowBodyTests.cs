using Capstan.Core.Stacks;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Edge;

public sealed class SlowBodyTests
{
    [Fact]
    public async Task Body_NeverSent_ClosedWithinFifteenSeconds()
    {
        await using var backend = await Backend.StartAsync(http => http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted));
        await using var rig = await GatewayRig.StartAsync(null, null, backend);

        var answer = await RawClient.AskAsync(rig.Port, "POST /web HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nslow", 15);

        Assert.EndsWith("<closed>", answer);
        await Eventually.TrueAsync(() => rig.Read().InFlight == 0);
        Assert.Equal(0, rig.Read().Targets[0].Failures);
    }

    [Fact]
    public async Task Body_OfAlmostNothingButFraming_ClosedWithinFifteenSeconds()
    {
        await using var backend = await Backend.StartAsync(http => http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted));
        await using var rig = await GatewayRig.StartAsync(null, null, backend);
        var chunks = string.Concat(Enumerable.Repeat($"1;{new string('e', 996)}\r\nd\r\n", 15));

        var answer = await RawClient.AskAsync(rig.Port, "POST /web HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks, 15);

        Assert.True(PlaneUnderTest.IsGeneral || answer.EndsWith("<closed>", StringComparison.Ordinal), answer);
    }

    [Fact]
    public async Task Body_StallsLongerThanTheTargetMayBeSilent_IsTheClientsFault()
    {
        await using var backend = new RawBackend((socket, self) => self.RecordAsync(socket));
        await using var rig = await GatewayRig.StartAsync(backend, limits: new RequestLimits { Timeout = TimeSpan.FromSeconds(1) });

        var answer = await RawClient.AskAsync(rig.Port, "POST /web HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nslow", 10);

        Assert.True(PlaneUnderTest.IsGeneral || answer.StartsWith("HTTP/1.1 408 ", StringComparison.Ordinal), answer);
        Assert.True(PlaneUnderTest.IsGeneral || rig.Read().Targets[0].Failures == 0);
    }

    [Fact]
    public async Task Answer_NeverReadWhileItGoesOn_ConnectionIsCut()
    {
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await self.SendAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n" + new string('b', 7_000_000));
            using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            while (await ticks.WaitForNextTickAsync(self.End))
                await self.SendAsync(socket, "b");
        });
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync("GET /web HTTP/1.1\r\nHost: x\r\n\r\n");
        await Eventually.TrueAsync(() => rig.Read().InFlight == 1);
        await Eventually.TrueAsync(() => rig.Read().InFlight == 0, seconds: 20);

        Assert.Equal(0, rig.Read().Targets[0].Failures);
    }

    [Fact]
    public async Task Answer_NeverRead_ConnectionIsCutAndBackendReleased()
    {
        await using var backend = await Backend.StartAsync(async http =>
        {
            var zeros = new byte[64 * 1024];
            for (var i = 0; i < 4_096; i++)
                await http.Response.Body.WriteAsync(zeros, http.RequestAborted);
        });
        await using var rig = await GatewayRig.StartAsync(null, null, backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync("GET /web HTTP/1.1\r\nHost: x\r\n\r\n");
        await Eventually.TrueAsync(() => rig.Read().InFlight == 1);
        await Eventually.TrueAsync(() => rig.Read().InFlight == 0, seconds: 20);

        Assert.Equal(0, rig.Read().Targets[0].Failures);
    }

    [Fact]
    public async Task Answer_ReadSlowlyButSteadily_IsNotBrokenOff()
    {
        const int Length = 8_000_000;
        await using var backend = new RawBackend((socket, self) =>
            self.AnswerAllAsync(socket, $"HTTP/1.1 200 OK\r\nContent-Length: {Length}\r\n\r\n{new string('b', Length)}"));
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);
        client.Socket.ReceiveBufferSize = 8 * 1024;
        await client.SendAsync("GET /web HTTP/1.1\r\nHost: x\r\n\r\n");
        await client.ReadUntilAsync("\r\n\r\n");

        // 16 KiB a second, for longer than a client may take nothing: a fraction of what the system holds for it.
        var buffer = new byte[4 * 1024];
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        for (var left = 60; left > 0; left--)
        {
            await ticks.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            Assert.NotEqual(0, await client.Socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken));
        }

        Assert.Equal(1, rig.Read().InFlight);
    }
}
