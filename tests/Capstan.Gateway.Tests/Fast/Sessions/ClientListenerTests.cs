using System.Net.Sockets;
using Capstan.Gateway.Fast.Loops;
using Capstan.Gateway.Fast.Native;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Fast.Sessions;

public sealed class ClientListenerTests
{
    [Fact]
    public async Task Start_CannotBeWatchedNow_IsWatchedLaterAndToldOfOnce()
    {
        await using var backend = new RawBackend();
        await using var rig = await LoopRig.StartAsync(backend.AsTarget());
        var descriptor = LoopRig.Listen(out var port);
        var squatter = new Squatter();
        await rig.DoAsync(() =>
        {
            rig.Worker.Loop.WatchListener(squatter, descriptor);
            rig.Listener(descriptor, port).Start();
            rig.Worker.Loop.Forget(squatter, descriptor);
        });
        using var client = await RawClient.ConnectAsync(port);

        Assert.Equal(200, (await client.GetAsync("GET /web HTTP/1.1\r\nHost: a\r\n\r\n")).Status);

        Assert.Single(rig.Log.Entries);
    }

    [Fact]
    public async Task End_ListenerThatLooksAway_IsClosedToo()
    {
        await using var backend = new RawBackend();
        var rig = await LoopRig.StartAsync(backend.AsTarget());
        var descriptor = LoopRig.Listen(out var port);
        var squatter = new Squatter();
        await rig.DoAsync(() =>
        {
            rig.Worker.Loop.WatchListener(squatter, descriptor);
            rig.Listener(descriptor, port).Start();
        });

        await rig.DisposeAsync();

        await Assert.ThrowsAsync<SocketException>(() => RawClient.ConnectAsync(port));
    }

    /// <summary>Takes the place of a listener among what is watched.</summary>
    private sealed class Squatter : Watched
    {
        public override void OnReady(Readiness readiness)
        {
        }

        public override void OnDue(long now)
        {
        }

        public override void Abort()
        {
        }
    }
}
