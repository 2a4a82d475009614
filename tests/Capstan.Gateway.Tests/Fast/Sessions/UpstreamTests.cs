using System.Net;
using System.Net.Sockets;
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
        using var nobody = new Nobody();
        await rig.DoAsync(() => rig.Pool().Resolved([AddressOf(nobody.Port), AddressOf(backend.Port)]));
        using var client = await RawClient.ConnectAsync(rig.Port);

        for (var i = 0; i < 3; i++)
            Assert.Equal(200, (await client.GetAsync(Request)).Status);

        Assert.Equal(1, backend.Connections);
    }

    [Fact]
    public async Task Connect_FirstAddressRefusesLater_ConnectionToTheNextIsKept()
    {
        // Whose queue is full does not answer for now.
        using var late = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var first = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        late.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        late.Listen(0);
        await first.ConnectAsync(late.LocalEndPoint!, TestContext.Current.CancellationToken);
        await using var backend = new RawBackend();
        await using var rig = await LoopRig.StartAsync(backend.AsTarget() with { Host = "localhost" });
        rig.Time.Stand();
        await rig.DoAsync(() => rig.Pool().Resolved([AddressOf(((IPEndPoint)late.LocalEndPoint!).Port), AddressOf(backend.Port)]));
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync(Request);
        await rig.UntilAsync(() => rig.Read().InFlight == 1);
        Assert.Equal(0, backend.Connections);
        late.Dispose();

        Assert.Equal(200, (await client.Answers.ReadAsync()).Status);
        Assert.Equal(1, backend.Connections);
    }

    [Fact]
    public async Task Connect_AddressOfANameRefuses_NameIsAskedAgain()
    {
        await using var backend = new RawBackend();
        await using var rig = await LoopRig.StartAsync(backend.AsTarget() with { Host = "localhost" });
        using var nobody = new Nobody();
        await rig.DoAsync(() => rig.Pool().Resolved([AddressOf(nobody.Port)]));
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

    private static SocketAddress AddressOf(int port) => new(IPAddress.Loopback, port);
}
