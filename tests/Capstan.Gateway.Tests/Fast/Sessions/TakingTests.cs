using System.Net.Sockets;
using System.Text;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Fast.Sessions;

/// <summary>
/// Clients that take nothing: the gateway itself cuts them, though the kernel would do so a little later. The loop's clock stands but for jumps.
/// </summary>
public sealed class TakingTests
{
    [Fact]
    public async Task Answer_IsNotTaken_ClientIsCutAndTheTargetReleased()
    {
        Socket? replica = null;
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            replica = socket;
            await self.SendAsync(socket, $"HTTP/1.1 200 OK\r\nContent-Length: 30000000\r\n\r\n{new string('b', 30_000_000)}");
        });
        await using var rig = await StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync("GET /web HTTP/1.1\r\nHost: a\r\n\r\n");
        await Eventually.TrueAsync(() => replica is not null && !replica.Poll(100_000, SelectMode.SelectWrite));

        await CutInTimeAsync(rig);
        Assert.Equal((0, 0L), (rig.Read().InFlight, rig.Read().Targets[0].Failures));
    }

    [Fact]
    public async Task AnswersOfOurs_AreNotTaken_ClientIsCut()
    {
        await using var backend = new RawBackend();
        await using var rig = await StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);
        client.Socket.SendBufferSize = 64 * 1024;
        var requests = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET /nobody HTTP/1.1\r\nHost: a\r\n\r\n", 1_000)));

        var sending = SendAllAsync(client.Socket, requests);
        await Eventually.TrueAsync(() => !client.Socket.Poll(100_000, SelectMode.SelectWrite));

        await CutInTimeAsync(rig);
        await sending;
    }

    private static async Task<LoopRig> StartAsync(RawBackend backend)
    {
        var rig = await LoopRig.StartAsync(backend.AsTarget());
        rig.Time.Stand();
        return rig;
    }

    private static async Task CutInTimeAsync(LoopRig rig)
    {
        // Something may still be on its way at the first looks.
        for (var looks = 100; rig.Connections > 0 && looks > 0; looks--)
            await rig.JumpAsync(TimeSpan.FromSeconds(6));
        Assert.Equal(0, rig.Connections);
    }

    private static async Task SendAllAsync(Socket socket, byte[] requests)
    {
        try
        {
            while (true)
                await socket.SendAsync(requests, TestContext.Current.CancellationToken);
        }
        catch (SocketException)
        {
            // It was cut.
        }
    }
}
