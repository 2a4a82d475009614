using Capstan.Database.Log;
using Capstan.RabbitMq.Tests.Rig;

namespace Capstan.RabbitMq.Tests.Log;

public sealed class BrokerLogTest(SharedBroker broker) : BrokerTest(broker)
{
    [Fact(Timeout = Deadline)]
    public async Task Append_SeveralRecords_AreOneMessageWithItsDigestAndPlace()
    {
        await DeclareAsync();
        var worker = await JoinAsync(0);
        LogRecord[] records = [Records.Of(1), Records.Of(2), Records.Of(3)];
        await worker.Log.AppendAsync(records, Token);
        var message = Assert.Single(await Records.ReadAsync(worker.Log, LogPosition.None, 1, Token));
        Assert.Equal(records, message.Records);
        Assert.Equal(Digest.Of(RecordCodec.Encode(records)), message.Digest);
        Assert.Equal(new LogPosition(1), message.Position);
    }

    [Fact(Timeout = Deadline)]
    public async Task End_EmptyLog_IsNoneAndThenTheLastMessage()
    {
        await DeclareAsync();
        var worker = await JoinAsync(0);
        Assert.Equal(LogPosition.None, await worker.Log.EndAsync(Token));
        await worker.Log.AppendAsync([Records.Of(1)], Token);
        var end = await worker.Log.EndAsync(Token);
        Assert.Equal((await Records.ReadAsync(worker.Log, LogPosition.None, 1, Token))[0].Position, end);
    }

    [Fact(Timeout = Deadline)]
    public async Task Append_TwoPublishers_ThreeReadersSeeOneOrder()
    {
        await DeclareAsync();
        var workers = new[] { await JoinAsync(0), await JoinAsync(1), await JoinAsync(2) };
        var reading = workers.Select(worker => Records.ReadAsync(worker.Log, LogPosition.None, 600, Token)).ToList();
        await Task.WhenAll(workers.Take(2).Select((worker, number) => Task.Run(async () =>
        {
            for (var i = 0; i < 300; i++)
                await worker.Log.AppendAsync([Records.Of((number * 1000) + i)], Token);
        })));
        var orders = (await Task.WhenAll(reading)).Select(Records.Numbers).ToList();
        Assert.All(orders, order => Assert.Equal(orders[0], order));
        Assert.All([0, 1], number =>
            Assert.Equal(Enumerable.Range(number * 1000, 300).Select(one => (long)one), orders[0].Where(one => one / 1000 == number)));
    }

    [Fact(Timeout = Deadline)]
    public async Task Read_FromAPosition_GoesOnBehindIt()
    {
        await DeclareAsync();
        var worker = await JoinAsync(0);
        for (var i = 1; i <= 100; i++)
            await worker.Log.AppendAsync([Records.Of(i)], Token);
        var all = await Records.ReadAsync(worker.Log, LogPosition.None, 100, Token);
        var rest = await Records.ReadAsync(worker.Log, all[36].Position, 63, Token);
        Assert.Equal(Enumerable.Range(38, 63).Select(number => (long)number), Records.Numbers(rest));
    }

    [Fact(Timeout = Deadline)]
    public async Task Read_ManyLargeMessages_ASlowReaderGetsThemAll()
    {
        await DeclareAsync();
        var worker = await JoinAsync(0);
        await using var reading = worker.Log.ReadAsync(LogPosition.None, Token).GetAsyncEnumerator(Token);
        Assert.True(await reading.MoveNextAsync());
        Assert.Empty(reading.Current);
        for (var i = 1; i <= 300; i++)
            await worker.Log.AppendAsync([Records.Of(i, 100_000)], Token);
        var numbers = new List<long>();
        while (numbers.Count < 300 && await reading.MoveNextAsync())
            numbers.AddRange(Records.Numbers(reading.Current));
        Assert.Equal(Enumerable.Range(1, 300).Select(number => (long)number), numbers);
    }

    [Fact(Timeout = Deadline)]
    public async Task End_WhileSomebodyReads_IsFoundByThatReading()
    {
        await DeclareAsync();
        var worker = await JoinAsync(0);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var seen = new TaskCompletionSource();
        var reading = Task.Run(async () =>
        {
            await foreach (var messages in worker.Log.ReadAsync(LogPosition.None, ends.Token))
                seen.TrySetResult();
        }, Token);
        await seen.Task;
        await worker.Log.AppendAsync([Records.Of(1)], Token);
        Assert.Equal(new LogPosition(1), await worker.Log.EndAsync(Token));
        Assert.Equal(new LogPosition(2), await worker.Log.EndAsync(Token));
        await ends.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    /// <summary>A broker moves a reader to what it still has without a word.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Read_FrontDropped_IsAGapThatNamesTheFirstThereIs()
    {
        Settings = Settings with { LogBytes = 2_000_000, LogSegmentBytes = 500_000 };
        await DeclareAsync();
        var worker = await JoinAsync(0);
        for (var i = 1; i <= 100; i++)
        {
            await worker.Log.AppendAsync([Records.Of(i, 100_000)], Token);
            // Segments end between what the broker wrote in one go; few messages at a time make small ones.
            if (i % 4 == 0)
                await worker.Log.EndAsync(Token);
        }

        var gap = await GapAsync(worker, LogPosition.None);
        Assert.True(gap.First > new LogPosition(1));
        var again = await GapAsync(worker, new LogPosition(3));
        Assert.True(again.First > new LogPosition(4));
        var rest = await Records.ReadAsync(worker.Log, new LogPosition(again.First.Value - 1), 1, Token);
        Assert.InRange(rest[0].Position.Value, again.First.Value, again.First.Value + 1);
        Assert.True(await BeginAsync() >= again.First);
    }

    /// <summary>
    /// Every message fills a segment, and one segment is too much already. What is left is never nothing: a reader learns by the newest message
    /// that all before it is gone, and does not wait for the next.
    /// </summary>
    [Fact(Timeout = Deadline)]
    public async Task Read_OnlyTheNewestMessageIsLeft_IsAGapToo()
    {
        Settings = Settings with { LogBytes = 1000, LogSegmentBytes = 1000 };
        await DeclareAsync();
        var worker = await JoinAsync(0);
        for (var i = 1; i <= 3; i++)
            await worker.Log.AppendAsync([Records.Of(i, 10_000)], Token);
        var end = await worker.Log.EndAsync(Token);
        foreach (var after in (LogPosition[])[LogPosition.None, new(1), new(end.Value - 1)])
        {
            var gap = await GoneAsync(worker, after);
            Assert.True(gap.First > after.Next);
        }

        var front = await FrontAsync();
        Assert.Equal(end.Next, await front.LogBeginAsync(Token));
    }

    /// <summary>Until the broker has dropped what is too much, it is read.</summary>
    private static async Task<LogGapException> GoneAsync(BrokerSession worker, LogPosition after)
    {
        while (true)
        {
            try
            {
                await foreach (var messages in worker.Log.ReadAsync(after, Token))
                {
                    if (messages.Count > 0)
                        break;
                }
            }
            catch (LogGapException gap)
            {
                return gap;
            }
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task Begin_WholeLog_IsItsFirstMessage()
    {
        await DeclareAsync();
        var worker = await JoinAsync(0);
        for (var i = 1; i <= 10; i++)
            await worker.Log.AppendAsync([Records.Of(i)], Token);
        await worker.Log.EndAsync(Token);
        Assert.Equal(new LogPosition(1), await BeginAsync());
    }

    private async Task<LogPosition> BeginAsync()
    {
        var front = await FrontAsync();
        await ReadingAsync(front, reading => reading.LogMessages > 0);
        return await front.LogBeginAsync(Token);
    }

    /// <summary>Retention drops whole segments some time after a new one was begun.</summary>
    private static async Task<LogGapException> GapAsync(BrokerSession worker, LogPosition after)
    {
        while (true)
        {
            try
            {
                await Records.ReadAsync(worker.Log, after, 1, Token);
            }
            catch (LogGapException gap)
            {
                return gap;
            }

            await worker.Log.AppendAsync([Records.Of(1000, 400_000)], Token);
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task Lost_ConnectionClosedByTheBroker_EndsEverythingOfTheSession()
    {
        await DeclareAsync();
        var duties = new Duties().Serve().Lead(1);
        var worker = await JoinAsync(0, duties);
        var reading = Records.ReadAsync(worker.Log, LogPosition.None, 1, Token);
        var reads = worker.Reads.ConsumeAsync(8, Token).GetAsyncEnumerator(Token).MoveNextAsync().AsTask();
        var writes = worker.Writes.ConsumeAsync(new Epoch(1), Token).GetAsyncEnumerator(Token).MoveNextAsync().AsTask();
        await worker.Log.EndAsync(Token);
        await Server.CtlAsync("close_all_connections", "--vhost", Settings.Broker.VirtualHost, "test");
        Assert.Contains("test", await worker.Lost.WaitAsync(Token));
        await Assert.ThrowsAsync<LogLostException>(() => reading);
        await Assert.ThrowsAsync<Database.Membership.SessionLostException>(() => reads);
        await Assert.ThrowsAsync<Database.Membership.SessionLostException>(() => writes);
        await Assert.ThrowsAsync<LogLostException>(async () => await worker.Log.AppendAsync([Records.Of(1)], Token));
        await Assert.ThrowsAsync<LogLostException>(async () => await worker.Log.EndAsync(Token));
        await worker.NoteAsync("too-late", "nobody hears this");
    }
}
