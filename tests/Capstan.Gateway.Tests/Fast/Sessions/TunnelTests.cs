using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Fast.Sessions;

/// <summary>How long upgraded connections last; the loop's clock stands but for jumps.</summary>
public sealed class TunnelTests
{
    private const string Upgrade = "GET /web HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: raw\r\n\r\n";

    [Fact]
    public async Task Tunnel_NothingMovesForLong_StaysOpen()
    {
        await using var backend = new RawBackend(Recorder.SwitchAsync);
        await using var rig = await StartAsync(backend);
        using var client = await OpenAsync(rig);

        await rig.JumpAsync(TimeSpan.FromHours(1));
        await rig.JumpAsync(TimeSpan.FromHours(1));

        await client.SendAsync("hello");
        Assert.Equal("hello", await client.ReadUntilAsync("hello"));
    }

    [Fact]
    public async Task Tunnel_ClientEndsAndTheReplicaDoesNot_IsEndedAfterAWhile()
    {
        var ended = new TaskCompletionSource();
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await Recorder.SwitchAsync(socket, self);
            ended.SetResult();
            await Task.Delay(Timeout.Infinite, self.End);
        });
        await using var rig = await StartAsync(backend);
        using var client = await OpenAsync(rig);

        client.EndSending();
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);
        await rig.JumpAsync(TimeSpan.FromSeconds(4));
        Assert.Equal(1, rig.Read().InFlight);
        await rig.JumpAsync(TimeSpan.FromSeconds(2));

        Assert.Equal(0, rig.Read().InFlight);
        Assert.True(await client.Answers.EndsAsync());
    }

    private static async Task<LoopRig> StartAsync(RawBackend backend)
    {
        var rig = await LoopRig.StartAsync(backend.AsTarget());
        rig.Time.Stand();
        return rig;
    }

    private static async Task<RawClient> OpenAsync(LoopRig rig)
    {
        var client = await RawClient.ConnectAsync(rig.Port);
        await client.SendAsync(Upgrade);
        Assert.StartsWith("HTTP/1.1 101 ", await client.ReadUntilAsync("\r\n\r\n"));
        return client;
    }
}
