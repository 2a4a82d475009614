using System.Text;
using Capstan.Core.Stacks;
using Capstan.Gateway.Logging;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Fast.Sessions;

/// <summary>What an event loop allocates, as its own thread counts it: nobody else's allocations disturb the figure.</summary>
[Trait("only-plane", "fast")]
public sealed class AllocationTests
{
    private const string Get = "GET /web/items?page=2 HTTP/1.1\r\nHost: a\r\nAccept: */*\r\nUser-Agent: test\r\n\r\n";
    private const string Short = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nServer: test\r\n\r\nok";
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";
    private const string Post = "POST /web HTTP/1.1\r\nHost: a\r\nContent-Length: 1024\r\n\r\n";
    private const string ChunkedPost = "POST /web HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n";

    private static readonly GatewayLimits Patient = new() { HeaderTimeout = TimeSpan.FromMinutes(5), IdleTimeout = TimeSpan.FromMinutes(5) };

    /// <summary>Bytes that reading the figure itself may take, with what the runtime takes at any time: one for twenty requests.</summary>
    private const long Nothing = 1_024;

    [Theory]
    [InlineData(Get, 0, "", Short)]
    [InlineData(Get, 0, "", Chunked)]
    [InlineData(Post, 1_024, "", Short)]
    [InlineData(ChunkedPost, 1_024, "\r\n0\r\n\r\n", Chunked)]
    public async Task Forward_OverKeptConnections_AllocatesNothing(string head, int body, string end, string answer)
    {
        const int Clients = 8, Requests = 20_000;
        var request = Encoding.Latin1.GetBytes(head + new string('b', body) + end);
        await using var backend = new RawBackend((socket, self) => AnswerAsync(socket, self, answer));
        await using var rig = await LoopRig.StartAsync(backend.AsTarget(), sink: new NoSink());
        using var swarm = new Swarm(rig.Port, Clients);
        swarm.Ask(request, 2_000 / Clients);

        var before = await AllocatedAsync(rig);
        swarm.Ask(request, Requests / Clients);
        var allocated = await AllocatedAsync(rig) - before;

        Assert.InRange(allocated, 0, Nothing);
    }

    [Fact]
    public async Task Accept_ConnectionsThatThenAreIdle_HoldNoBlockAndFewBytes()
    {
        const int Clients = 5_000;

        // A session, its place among what the loop watches, and what tables left behind while they grew.
        const int Session = 256;
        await using var backend = new RawBackend((socket, self) => AnswerAsync(socket, self, Short));
        await using var rig = await LoopRig.StartAsync(backend.AsTarget(), Patient with { Connections = Clients + 1 });
        using (var first = new Swarm(rig.Port, 1))
            first.Ask(Encoding.Latin1.GetBytes(Get), 2_000);

        var before = await AllocatedAsync(rig);
        using var swarm = new Swarm(rig.Port, Clients);
        swarm.AskInTurn(Encoding.Latin1.GetBytes(Get));
        var allocated = await AllocatedAsync(rig) - before;

        Assert.InRange(allocated, 1, Session * Clients);
        Assert.Equal(0, await rig.ReadAsync(() => rig.Worker.Buffers.Rented));
    }

    [Fact]
    public async Task Accept_ConnectionsThatStopInsideAHead_TakeASmallBlockAndAPassage()
    {
        const int Clients = 1_000;
        const int SessionAndPassage = 2_500;
        await using var backend = new RawBackend();
        await using var rig = await LoopRig.StartAsync(backend.AsTarget(), Patient);
        var before = await AllocatedAsync(rig);
        using var swarm = new Swarm(rig.Port, Clients);

        swarm.Send(Get[..40]);
        await rig.UntilAsync(() => rig.Worker.Buffers.Rented == Clients * 2 * 1024);

        Assert.InRange(await AllocatedAsync(rig) - before - await rig.ReadAsync(() => rig.Worker.Buffers.Made), 1, SessionAndPassage * Clients);
    }

    private static Task<long> AllocatedAsync(LoopRig rig) => rig.ReadAsync(GC.GetAllocatedBytesForCurrentThread);

    /// <summary>Answers whatever comes in one piece.</summary>
    private static async Task AnswerAsync(System.Net.Sockets.Socket socket, RawBackend self, string answer)
    {
        var bytes = Encoding.Latin1.GetBytes(answer);
        var buffer = new byte[16 * 1024];
        while (await socket.ReceiveAsync(buffer, self.End) > 0)
            await socket.SendAsync(bytes, self.End);
    }

    private sealed class NoSink : ILogSink
    {
        public void Write(ReadOnlySpan<byte> lines)
        {
        }

        public void Dispose()
        {
        }
    }
}
