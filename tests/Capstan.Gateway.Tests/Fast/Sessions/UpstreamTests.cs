using System.Diagnostics;
using System.Net;
using Capstan.Gateway.Tests.Rig;
using SocketAddress = Capstan.Gateway.Fast.Native.SocketAddress;

namespace Capstan.Gateway.Tests.Fast.Sessions;

public sealed class UpstreamTests
{
    private const string Request = "GET /web HTTP/1.1\r\nHost: a\r\n\r\n";

    [Fact]
    public async Task Connect_FirstAddressRefuses_ConnectionToTheNextIsKept()
    {
        await using var backend = new RawBackend();
        await using var rig = await LoopRig.StartAsync(backend.AsTarget() with { Host = "localhost" });
        var nobody = await NobodyAsync();
        await rig.DoAsync(() => rig.Pool().Resolved([nobody, new SocketAddress(IPAddress.Loopback, backend.Port)]));
        using var client = await RawClient.ConnectAsync(rig.Port);

        for (var i = 0; i < 3; i++)
            Assert.Equal(200, (await client.GetAsync(Request)).Status);

        Assert.Equal(1, backend.Connections);
    }

    [Fact]
    public async Task Connect_AddressOfANameRefuses_NameIsAskedAgain()
    {
        await using var backend = new RawBackend();
        await using var rig = await LoopRig.StartAsync(backend.AsTarget() with { Host = "localhost" });
        var nobody = await NobodyAsync();
        await rig.DoAsync(() => rig.Pool().Resolved([nobody]));
        using var client = await RawClient.ConnectAsync(rig.Port);

        Assert.Equal(200, (await client.GetAsync(Request)).Status);
    }

    [Fact]
    public async Task Connect_TargetSpeaksFirst_ItsAnswerIsSeen()
    {
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.SendAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
            await self.ReadHeadAsync(socket);
        });
        await using var rig = await LoopRig.StartAsync(backend.AsTarget());
        using var client = await RawClient.ConnectAsync(rig.Port);

        for (var i = 0; i < 100; i++)
            Assert.Equal(200, (await client.GetAsync(Request)).Status);
    }

    [Fact]
    public async Task Take_TargetEndedTheKeptConnectionSinceTheLastTurn_PostGoesOverAnother()
    {
        var leave = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await self.SendAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            await leave.Task;
            socket.Dispose();
            left.TrySetResult();
        });
        await using var rig = await LoopRig.StartAsync(backend.AsTarget());
        using var client = await RawClient.ConnectAsync(rig.Port);
        Assert.Equal(200, (await client.GetAsync(Request)).Status);
        using var gate = new ManualResetEventSlim();
        var isBlocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var blocked = rig.DoAsync(() =>
        {
            isBlocked.SetResult();
            Assert.True(gate.Wait(TimeSpan.FromSeconds(10)));

            // The system is asked only about connections that were idle for longer than a busy one is.
            var since = Stopwatch.GetTimestamp();
            SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(since).TotalMilliseconds > 10);
        });

        await isBlocked.Task;
        await client.SendAsync("POST /web HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
        leave.SetResult();
        await left.Task;
        gate.Set();
        await blocked;

        Assert.Equal(200, (await client.Answers.ReadAsync()).Status);
    }

    /// <summary>An address at which nobody listens any more.</summary>
    private static async Task<SocketAddress> NobodyAsync()
    {
        await using var gone = new RawBackend();
        return new SocketAddress(IPAddress.Loopback, gone.Port);
    }
}
