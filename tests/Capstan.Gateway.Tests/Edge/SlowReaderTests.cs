using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Edge;

public sealed class SlowReaderTests
{
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
}
