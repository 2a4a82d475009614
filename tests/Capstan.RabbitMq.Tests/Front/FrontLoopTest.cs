using System.Diagnostics;
using System.Threading.Channels;
using Capstan.Database.Engines;
using Capstan.Database.Queues;
using Capstan.RabbitMq.Connecting;
using Capstan.RabbitMq.Tests.Rig;

namespace Capstan.RabbitMq.Tests.Front;

public sealed class FrontLoopTest(SharedBroker broker) : BrokerTest(broker)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    /// <summary>What sends writes stamps each message with the time. Nothing would send them any more, with nobody told.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Send_FaultThatNobodyForesaw_IsToldAndTheFrontConnectsAgain()
    {
        var clock = new FailingClock();
        Settings = Settings with { Time = clock };
        var lost = new TaskCompletionSource<EngineNotice>(TaskCreationOptions.RunContinuationsAsynchronously);
        var front = await FrontAsync();
        front.Noticed += notice =>
        {
            if (notice.Kind == "broker-lost")
                lost.TrySetResult(notice);
        };
        await EchoingLeaderAsync();
        Assert.Equal("a", (await front.WriteAsync(Requests.Write("a"), Token)).Text());
        clock.Fail(1);
        Assert.Equal("b", (await front.WriteAsync(Requests.Write("b"), Token).WaitAsync(Soon, Token)).Text());
        Assert.Contains("unforeseen", (await lost.Task.WaitAsync(Soon, Token)).Detail, StringComparison.Ordinal);
        Assert.Equal("", front.Read().Trouble);
    }

    /// <summary>
    /// A channel that was opened just when a node died may refuse every write from then on, though the queue has another leader: another channel has to
    /// take its place. A queue that is full for a moment shows the same refusal.
    /// </summary>
    [Fact(Timeout = Deadline)]
    public async Task Send_ChannelRefusesItsFirstWrites_AnotherTakesThem()
    {
        var front = await BehindAFullQueueAsync();

        var writing = front.WriteAsync(Requests.Write("a"), Token);
        await ReadingAsync(front, reading => reading.Trouble.Contains("refused the last write", StringComparison.Ordinal));
        Assert.False(writing.IsCompleted);
        await EchoingLeaderAsync();

        Assert.Equal("a", (await writing.WaitAsync(Soon, Token)).Text());
        await ReadingAsync(front, reading => reading.Trouble.Length == 0);
    }

    /// <summary>It waits no longer than for a broker that is away.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Send_EveryChannelRefuses_IsSurelyNotQueued()
    {
        var front = await BehindAFullQueueAsync();

        var refused = await Assert.ThrowsAsync<NotQueuedException>(() => front.WriteAsync(Requests.Write("a"), Token).WaitAsync(Soon, Token));

        Assert.Contains("queue was full", refused.Message, StringComparison.Ordinal);
        // With room in the queue it is over, though no other write comes that could tell.
        Assert.Equal(refused.Message, front.Read().Trouble);
        await EchoingLeaderAsync();
        await ReadingAsync(front, reading => reading.Trouble.Length == 0);
    }

    /// <summary>Nobody else makes it, and every worker that comes to lead would end for the lack of it.</summary>
    [Theory(Timeout = Deadline)]
    [InlineData(QueueNames.Writes)]
    [InlineData(QueueNames.Dead)]
    [InlineData(QueueNames.Reads)]
    [InlineData(QueueNames.Log)]
    public async Task Look_OneQueueIsDeleted_IsMadeAgain(string queue)
    {
        var front = await FrontAsync();
        var lost = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        front.Noticed += notice =>
        {
            if (notice.Kind == "broker-lost")
                lost.TrySetResult(notice.Detail);
        };
        await using (var channel = await (await LinkAsync()).OpenAloneAsync(hasConfirms: false, Token))
            await channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false, cancellationToken: Token);
        Assert.Matches("^The connection to the broker was lost: .*no queue .*\\.$", await lost.Task);
        await EchoingLeaderAsync();
        Assert.Equal("a", (await front.WriteAsync(Requests.Write("a"), Token)).Text());
        Assert.Null(await Topology.MissingAsync(await LinkAsync(), Token));
    }

    /// <summary>A broker would have its log full of connections that come and go.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Send_FailsEachTime_ConnectsAgainAfterGrowingPauses()
    {
        const int Times = 6;
        // The shortest pauses behind the first five losses: halves of 50, 100, 200, 400 and 800 ms.
        var least = TimeSpan.FromMilliseconds(775);
        var clock = new FailingClock();
        Settings = Settings with { Time = clock };
        var losses = Channel.CreateUnbounded<long>();
        var front = await FrontAsync();
        front.Noticed += notice =>
        {
            if (notice.Kind == "broker-lost")
                losses.Writer.TryWrite(Stopwatch.GetTimestamp());
        };
        clock.Fail(Times);
        var writing = front.WriteAsync(Requests.Write("a"), Token);
        var first = await losses.Reader.ReadAsync(Token);
        var last = first;
        for (var loss = 1; loss < Times; loss++)
            last = await losses.Reader.ReadAsync(Token);
        Assert.True(Stopwatch.GetElapsedTime(first, last) >= least, $"{Times} losses within {Stopwatch.GetElapsedTime(first, last)}");
        await EchoingLeaderAsync();
        Assert.Equal("a", (await writing.WaitAsync(Soon, Token)).Text());
    }

    /// <summary>A front that is connected and has sent no write yet, and a queue that takes none.</summary>
    private async Task<BrokerFront> BehindAFullQueueAsync()
    {
        Settings = Settings with { QueueLimit = 3 };
        await FillAsync(await FrontAsync());
        return await FrontAsync();
    }
}
