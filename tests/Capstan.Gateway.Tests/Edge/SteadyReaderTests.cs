using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Edge;

public sealed class SteadyReaderTests
{
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

        // 16 KiB a second, for longer than the ten seconds in which a client may take nothing: a fraction of what the system holds for it.
        var buffer = new byte[4 * 1024];
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        for (var left = 50; left > 0; left--)
        {
            await ticks.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            Assert.NotEqual(0, await client.Socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken));
        }

        Assert.Equal(1, rig.Read().InFlight);
    }
}
