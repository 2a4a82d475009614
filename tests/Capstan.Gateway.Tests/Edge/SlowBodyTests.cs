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
