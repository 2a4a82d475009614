using Capstan.Core.Stacks;
using Capstan.Gateway.Fast.Sessions;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Fast.Sessions;

/// <summary>What connections hold while they wait, whatever they have sent; docs/operations.md has the figures.</summary>
[Trait("only-plane", "fast")]
public sealed class MemoryTests
{
    private const int Small = 2 * 1024;
    private const string Get = "GET /web HTTP/1.1\r\nHost: a\r\n\r\n";
    private static readonly GatewayLimits Patient = new() { HeaderTimeout = TimeSpan.FromMinutes(5), IdleTimeout = TimeSpan.FromMinutes(5) };

    [Fact]
    public async Task Stalled_LargeHeads_AreBoundedAndOthersAreServed()
    {
        const int Clients = 1_500;
        await using var backend = new RawBackend();
        await using var rig = await LoopRig.StartAsync(backend.AsTarget(), Patient);
        var buffers = rig.Worker.Buffers;
        using (var swarm = new Swarm(rig.Port, Clients))
        {
            swarm.Send("GET /web HTTP/1.1\r\nHost: a\r\nX-Long: ".PadRight(20 * 1024, 'x'));
            var most = buffers.Room * 3 / 4 / (48 * 1024);
            await rig.UntilAsync(() => swarm.Answered() == Clients - most);
            Assert.Equal(most * 48 * 1024, await rig.ReadAsync(() => buffers.Rented));
            Assert.All(swarm.Receive(Clients - (int)most), answer => Assert.StartsWith("HTTP/1.1 503 ", answer));

            // Neither a usual head nor a large one that comes as a whole has to suffer for those that never end.
            using var other = await RawClient.ConnectAsync(rig.Port);
            Assert.Equal(200, (await other.GetAsync(Get)).Status);
            Assert.Equal(200, (await other.GetAsync(Get.Insert(Get.Length - 2, "X-Long: ".PadRight(20_000, 'x') + "\r\n"))).Status);
        }

        await rig.UntilAsync(() => buffers.Rented == 0);
        Assert.Empty(rig.Worker.Stalled);
        await GivenBackAsync(rig);
    }

    [Theory]
    [InlineData(20, Small)]
    [InlineData(10_000, Buffers.Usual)]
    [InlineData(17 * 1024, Buffers.Usual)]
    [InlineData(30_000, 48 * 1024)]
    [InlineData(36_000, 48 * 1024)]
    public async Task Stalled_Head_HoldsTheSmallestBlockForIt(int length, int size)
    {
        await using var backend = new RawBackend();
        await using var rig = await LoopRig.StartAsync(backend.AsTarget(), Patient with { HeaderBytes = 64 * 1024 });
        using var client = await RawClient.ConnectAsync(rig.Port);
        var head = "GET /web HTTP/1.1\r\nHost: a\r\nX-Long: ".PadRight(length, 'x')[..length];

        foreach (var piece in head.Chunk(700))
        {
            await client.SendAsync(new string(piece));
            await rig.DoAsync(static () => { });
        }

        await rig.UntilAsync(() => rig.Worker.Buffers.Rented == size);
        await client.SendAsync(length < 36 ? Get[length..] : "\r\n\r\n");
        Assert.Equal(200, (await client.Answers.ReadAsync()).Status);
        Assert.Empty(await rig.ReadAsync(() => rig.Worker.Stalled.ToArray()));
        await rig.UntilAsync(() => rig.Worker.Buffers.Rented == 0);
    }

    [Fact]
    public async Task Tunnel_Idle_HoldsNoBlock()
    {
        const int Clients = 200;
        await using var backend = new RawBackend(Recorder.SwitchAsync);
        await using var rig = await LoopRig.StartAsync(backend.AsTarget(), Patient with { Connections = Clients });
        using var swarm = new Swarm(rig.Port, Clients);

        swarm.Send("GET /web HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: raw\r\n\r\n");
        Assert.All(swarm.Receive(Clients), answer => Assert.StartsWith("HTTP/1.1 101 ", answer));
        swarm.Send("hello");
        Assert.All(swarm.Receive(Clients), answer => Assert.Equal("hello", answer));

        await rig.UntilAsync(() => rig.Worker.Buffers.Rented == 0);
    }

    [Theory]
    [InlineData("POST /web HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nbod")]
    [InlineData("POST /web HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nbod")]
    [InlineData("GET /web HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n")]
    public async Task Served_OneSideIsSilent_HoldsASmallBlock(string request)
    {
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            await self.SendAsync(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nevent\r\n");
            await self.RecordAsync(socket);
        });
        await using var rig = await LoopRig.StartAsync(backend.AsTarget(), Patient);
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync(request);
        await client.ReadUntilAsync("event\r\n");

        await rig.UntilAsync(() => rig.Worker.Buffers.Rented == Small);
    }

    [Fact]
    public async Task Held_Request_HoldsASmallBlock()
    {
        await using var backend = new RawBackend();
        await using var rig = await LoopRig.StartAsync(backend.AsTarget() with { Condition = TargetCondition.Unavailable }, Patient);
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync(Get);

        await rig.UntilAsync(() => rig.Worker.Buffers.Rented == Small);
        Assert.Equal(503, (await client.Answers.ReadAsync()).Status);
    }

    [Fact]
    public async Task Head_OfTheLargestSizeWithTrailersOfTheLargestSize_IsServed()
    {
        const int Most = 64 * 1024;
        await using var backend = new RawBackend(async (socket, self) =>
        {
            var buffer = new byte[Most];
            while (!self.Received.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal))
                self.Record(buffer.AsSpan(0, await socket.ReceiveAsync(buffer, self.End)));
            await self.SendAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        await using var rig = await LoopRig.StartAsync(backend.AsTarget(), Patient with { HeaderBytes = Most });
        using var client = await RawClient.ConnectAsync(rig.Port);
        var line = $"POST /web/{new string('p', (8 * 1024) - "POST /web/ HTTP/1.1\r\n".Length)} HTTP/1.1\r\n";
        var fields = "Host: a\r\nTransfer-Encoding: chunked\r\nX-Long: ".PadRight(Most - 4, 'x') + "\r\n\r\n";
        var trailers = "X-Trailer: ".PadRight(Most - 4, 'x') + "\r\n\r\n";

        await client.SendAsync(line + fields + "4\r\nbody\r\n0\r\n");
        await client.SendAsync(trailers.Chunk(3_000).Select(static piece => new string(piece)));

        Assert.Equal(200, (await client.Answers.ReadAsync()).Status);
        Assert.EndsWith("\r\n\r\n4\r\nbody\r\n0\r\n\r\n", backend.Received);
    }

    [Fact]
    public async Task Upkeep_AfterAPeak_BlocksAndPassagesAreGivenBackAndTheLoopSleeps()
    {
        await using var backend = new RawBackend();
        await using var rig = await LoopRig.StartAsync(backend.AsTarget(), Patient);
        using (var swarm = new Swarm(rig.Port, 500))
        {
            swarm.Send("GET /web HTTP/1.1\r\nHost: a\r\nX-Long: ".PadRight(10_000, 'x'));
            await rig.UntilAsync(() => rig.Worker.Buffers.Rented == 500 * Buffers.Usual);
        }

        await rig.UntilAsync(() => rig.Worker.Buffers.Rented == 0);
        Assert.Equal(500, await rig.ReadAsync(() => rig.Worker.FreePassages));
        await GivenBackAsync(rig);

        Assert.InRange(await rig.ReadAsync(() => rig.Worker.FreePassages), 0, 16);
        Assert.False(await rig.ReadAsync(() => rig.Worker.Shrink()));
    }

    [Fact]
    public async Task Upkeep_PassagesThatTookNoMoreBlocks_AreGivenBackToo()
    {
        await using var backend = new RawBackend();
        await using var rig = await LoopRig.StartAsync(backend.AsTarget(), Patient);
        using (var first = await RawClient.ConnectAsync(rig.Port))
        {
            await first.SendAsync(Get[..10]);
            await rig.UntilAsync(() => rig.Worker.Buffers.Rented == Small);
        }

        await rig.UntilAsync(() => rig.Worker.FreePassages == 1);
        await GivenBackAsync(rig);

        using (var swarm = new Swarm(rig.Port, 100))
        {
            swarm.Send(Get[..10]);
            await rig.UntilAsync(() => rig.Worker.Buffers.Rented == 100 * Small);
        }

        await rig.UntilAsync(() => rig.Worker.FreePassages == 100);
        await GivenBackAsync(rig);
        Assert.InRange(await rig.ReadAsync(() => rig.Worker.FreePassages), 0, 16);
    }

    /// <summary>Lets the time pass after which what nobody used is given back: one slab of each size stays.</summary>
    private static async Task GivenBackAsync(LoopRig rig)
    {
        for (var i = 0; i < 3; i++)
            await rig.JumpAsync(Upkeep.Pause + TimeSpan.FromSeconds(1));

        await rig.UntilAsync(() => rig.Worker.Buffers.Made <= 5 * 256 * 1024);
    }
}
