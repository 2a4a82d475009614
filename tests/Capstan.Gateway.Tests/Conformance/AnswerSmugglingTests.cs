using Capstan.Core.Stacks;
using Capstan.Gateway.Fast.Sessions;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Conformance;

/// <summary>Replicas that answer in ways that could make a client take one answer for another.</summary>
public sealed class AnswerSmugglingTests
{
    private const string First = "POST /web/first HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";
    private const string Next = "GET /web/next HTTP/1.1\r\nHost: x\r\n\r\n";

    [Theory]
    [MemberData(nameof(AnswerCorpus.All), MemberType = typeof(AnswerCorpus))]
    public async Task Answer_Odd_NextRequestGetsItsOwnOverAnotherConnection(OddAnswer odd)
    {
        await using var backend = new RawBackend((socket, self) => ServeAsync(socket, self, odd.Bytes));
        await using var rig = await GatewayRig.StartAsync(backend, limits: new RequestLimits { Timeout = TimeSpan.FromSeconds(2) });
        using var client = await RawClient.ConnectAsync(rig.Port);

        var first = await client.GetAsync(First);
        using var another = first.Closes || !first.IsWhole ? await RawClient.ConnectAsync(rig.Port) : null;
        var next = await (another ?? client).GetAsync(Next);

        Assert.True(odd.Statuses.Contains(first.Status.ToString(), StringComparison.Ordinal), first.ToString());
        Assert.DoesNotContain("evil", first.IsWhole && first.Status == 200 ? first.Body : "");
        Assert.Equal("own", next.Body);
        Assert.Equal("", (another ?? client).Answers.Ahead);
    }

    [Theory]
    [MemberData(nameof(AnswerCorpus.All), MemberType = typeof(AnswerCorpus))]
    public async Task Answer_OddToTheFirstOfTwoPipelined_SecondGetsItsOwnOrNone(OddAnswer odd)
    {
        await using var backend = new RawBackend((socket, self) => ServeAsync(socket, self, odd.Bytes));
        await using var rig = await GatewayRig.StartAsync(backend, limits: new RequestLimits { Timeout = TimeSpan.FromSeconds(2) });
        using var client = await RawClient.ConnectAsync(rig.Port);

        await client.SendAsync(First + Next);
        var first = await client.Answers.ReadAsync();
        var next = first.Closes || !first.IsWhole ? Answer.None : await client.Answers.ReadAsync();

        Assert.Contains(next.Body, new[] { "own", "" });
        Assert.True(next.Status is 200 or 0, next.ToString());
    }

    [Fact]
    public async Task Answer_WithBytesThatComeLater_ConnectionIsNotUsedAgain()
    {
        var sent = new TaskCompletionSource();
        await using var backend = new RawBackend(async (socket, self) =>
        {
            if (await self.ReadHeadAsync(socket) is { } head && head.Contains("/first", StringComparison.Ordinal))
            {
                await self.SendAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                await Task.Delay(100, self.End);
                await self.SendAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
                sent.SetResult();
                await self.RecordAsync(socket);
                return;
            }

            await self.SendAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nown");
        });
        await using var rig = await GatewayRig.StartAsync(backend);
        using var client = await RawClient.ConnectAsync(rig.Port);

        Assert.Equal("ok", (await client.GetAsync(First)).Body);
        await sent.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Equal("own", (await client.GetAsync(Next)).Body);
        Assert.Equal(2, backend.Connections);
    }

    private static async Task ServeAsync(System.Net.Sockets.Socket socket, RawBackend self, string odd)
    {
        while (await self.ReadHeadAsync(socket) is { } head)
            await self.SendAsync(socket, head.Contains("/first", StringComparison.Ordinal) ? odd : "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nown");
    }

    [Fact]
    public async Task Answer_ThatEndsWhereAReadDid_LeavesNothingToTheNext()
    {
        const string Head = "HTTP/1.1 200 OK\r\nContent-Length: 18000\r\nX-Fill: ";
        var own = Head.PadRight(Buffers.Usual - 18_000 - 4, 'f') + "\r\n\r\n" + new string('b', 18_000);
        await using var backend = new RawBackend(
            (socket, self) => self.AnswerAllAsync(socket, own + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison"));
        await using var rig = await GatewayRig.StartAsync(backend);

        for (var i = 1; i <= 3; i++)
        {
            using var client = await RawClient.ConnectAsync(rig.Port);
            Assert.Equal(18_000, (await client.GetAsync(Next)).Body.Length);
            Assert.Equal(i, backend.Connections);
        }
    }
}
