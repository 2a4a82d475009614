using Capstan.Core.Stacks;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Edge;

/// <summary>Clients that send their bodies slowly, to a replica that would wait for them for ever.</summary>
public sealed class SlowBodyTests
{
    [Fact]
    public async Task Body_NeverSent_ClosedWithinFifteenSeconds()
    {
        await using var backend = new RawBackend((socket, self) => self.RecordAsync(socket));
        await using var rig = await GatewayRig.StartAsync(backend);

        var answer = await RawClient.AskAsync(rig.Port, "POST /web HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nslow", 15);

        Assert.EndsWith("<closed>", answer);
        await Eventually.TrueAsync(() => rig.Read().InFlight == 0);
        Assert.Equal(0, rig.Read().Targets[0].Failures);
    }

    [Fact]
    [Trait("only-plane", "fast")]
    public async Task Body_OfAlmostNothingButFraming_ClosedWithinFifteenSeconds()
    {
        await using var backend = new RawBackend((socket, self) => self.RecordAsync(socket));
        await using var rig = await GatewayRig.StartAsync(backend);
        var chunks = string.Concat(Enumerable.Repeat($"1;{new string('e', 996)}\r\nd\r\n", 15));

        // Behind the head: what comes with it is not judged by its pace.
        using var client = await RawClient.ConnectAsync(rig.Port);
        await client.SendAsync("POST /web HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        await Eventually.TrueAsync(() => backend.Received.EndsWith("\r\n\r\n", StringComparison.Ordinal));
        await client.SendAsync(chunks);

        Assert.EndsWith("<closed>", await client.ReadAllAsync(15), StringComparison.Ordinal);
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
}
