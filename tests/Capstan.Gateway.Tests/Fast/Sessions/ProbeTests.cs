using System.Net.Sockets;
using System.Text;
using Capstan.Core.Stacks;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Fast.Sessions;

/// <summary>How it is found out whether a client that has ended its sending is still there; the loop's clock stands but for jumps.</summary>
public sealed class ProbeTests
{
    private const string Request = "GET /web HTTP/1.1\r\nHost: a\r\n\r\n";
    private static readonly TimeSpan LongerThanAnyPause = TimeSpan.FromMinutes(20);

    [Fact]
    public async Task Probe_EndCameWithTheRequest_BeginningOfTheAnswerIsSentAheadByteByByteAndNoMore()
    {
        var go = new TaskCompletionSource();
        await using var backend = new RawBackend((socket, self) =>
            AnswerAsync(socket, self, go.Task, "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 5\r\n\r\nwhole"));
        await using var rig = await StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        await SendWithItsEndAsync(rig, client);
        await Eventually.TrueAsync(() => backend.Lines.Count == 1);
        for (var sent = "H"; sent.Length <= "HTTP/1.1 ".Length; sent += "HTTP/1.1 2"[sent.Length])
        {
            await rig.JumpAsync(LongerThanAnyPause);
            Assert.Equal(sent[^1..], await client.ReadUntilAsync(sent[^1..]));
        }

        await rig.JumpAsync(LongerThanAnyPause);
        go.SetResult();

        Assert.Equal("200 OK\r\nDate: now\r\nContent-Length: 5\r\n\r\nwhole", await client.ReadUntilAsync("whole"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Probe_AnswerHasBegun_NothingIsPutIntoIt(bool endsBefore)
    {
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await AnswerAsync(socket, self, first.Task, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf");
            await second.Task;
            await self.SendAsync(socket, "HALF");
        });
        await using var rig = await StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        if (endsBefore)
            await SendWithItsEndAsync(rig, client);
        else
            await client.SendAsync(Request);
        await Eventually.TrueAsync(() => backend.Lines.Count == 1);
        first.SetResult();
        await client.ReadUntilAsync("half");
        if (!endsBefore)
            client.EndSending();
        await rig.TurnAsync();
        for (var i = 0; i < 3; i++)
            await rig.JumpAsync(LongerThanAnyPause);
        second.SetResult();

        Assert.Equal("HALF", await client.ReadUntilAsync("HALF"));
    }

    [Fact]
    public async Task Probe_ClientTakesNothing_WhatWaitsForItIsNotForgotten()
    {
        Socket? replica = null;
        var (sent, isFull) = (0, false);
        var interim = "HTTP/1.1 103 Early Hints\r\nX-Long: ".PadRight(30_000, 'x') + "\r\n\r\n";
        await using var backend = new RawBackend(async (socket, self) =>
        {
            await self.ReadHeadAsync(socket);
            replica = socket;
            for (; !Volatile.Read(ref isFull); sent++)
                await self.SendAsync(socket, interim);
            await self.SendAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole");
        });
        await using var rig = await StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        // The client takes nothing: the gateway stops reading, and then the replica's system takes no more.
        await client.SendAsync(Request);
        await Eventually.TrueAsync(() => replica is not null && !replica.Poll(100_000, SelectMode.SelectWrite));
        Volatile.Write(ref isFull, true);
        client.EndSending();
        await rig.TurnAsync();

        // First it is looked whether it takes anything, and then the probe is due.
        await rig.JumpAsync(TimeSpan.FromSeconds(2));
        await rig.JumpAsync(TimeSpan.FromSeconds(0.2));

        var read = new List<Answer>();
        Assert.Equal("whole", (await client.Answers.ReadAsync(interim: read)).Body);
        Assert.Equal(sent, read.Count);
    }

    private static async Task<LoopRig> StartAsync(RawBackend backend)
    {
        var rig = await LoopRig.StartAsync([backend.AsTarget()], lookUp: null, new RequestLimits { Timeout = TimeSpan.FromDays(1) });
        rig.Time.Stand();
        return rig;
    }

    /// <summary>Has the request and the end of the sending at hand before the loop looks for either.</summary>
    private static Task SendWithItsEndAsync(LoopRig rig, RawClient client) => rig.DoAsync(() =>
    {
        client.Socket.Send(Encoding.ASCII.GetBytes(Request));
        client.EndSending();
    });

    private static async Task AnswerAsync(Socket socket, RawBackend self, Task go, string answer)
    {
        await self.ReadHeadAsync(socket);
        await go;
        await self.SendAsync(socket, answer);
    }
}
