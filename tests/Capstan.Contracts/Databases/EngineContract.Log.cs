using Capstan.Database.Log;
using Capstan.Database.Worker;

namespace Capstan.Contracts.Databases;

public abstract partial class EngineContract<TFixture>
{
    [Fact(Timeout = Deadline)]
    public async Task Append_SeveralWorkers_EveryReaderGetsTheSameOrder()
    {
        var workers = new List<IWorkerEngine> { await _fixture.JoinAsync(0, 10), await _fixture.JoinAsync(1, 11), await _fixture.JoinAsync(2, 12) };
        await Task.WhenAll(workers.Select((worker, w) => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
                await worker.Log.AppendAsync([Record(w * 1000 + i)], Token);
        })));
        var orders = await Task.WhenAll(workers.Select(worker => MessagesAsync(worker, LogPosition.None, 600)));
        var first = orders[0].Select(Numbers).ToList();
        Assert.All(orders, order => Assert.Equal(first, order.Select(Numbers)));
        for (var w = 0; w < 3; w++)
        {
            var own = first.Select(numbers => numbers[0]).Where(number => number / 1000 == w).ToList();
            Assert.Equal(own.Order(), own);
            Assert.Equal(200, own.Count);
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task Append_SeveralRecords_AreOneMessageWithAnHonestDigest()
    {
        var worker = await _fixture.JoinAsync(0, 10);
        LogRecord[] records = [Record(1), Record(2), Record(3)];
        await worker.Log.AppendAsync(records, Token);
        var message = Assert.Single(await MessagesAsync(worker, LogPosition.None, 1));
        Assert.Equal(records, message.Records);
        Assert.Equal(Digest.Of(RecordCodec.Encode(records)), message.Digest);
        Assert.Equal(message.Position, await worker.Log.EndAsync(Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task Read_FromAPosition_GoesOnBehindIt()
    {
        var worker = await _fixture.JoinAsync(0, 10);
        for (var i = 1; i <= 10; i++)
            await worker.Log.AppendAsync([Record(i)], Token);
        var all = await MessagesAsync(worker, LogPosition.None, 10);
        Assert.Equal(all.Select(message => message.Position).Order(), all.Select(message => message.Position));
        var rest = await MessagesAsync(worker, all[3].Position, 6);
        Assert.Equal(all.Skip(4).Select(Numbers), rest.Select(Numbers));
    }

    [Fact(Timeout = Deadline)]
    public async Task Read_EmptyLog_BeginsWithAnEmptyList()
    {
        var worker = await _fixture.JoinAsync(0, 10);
        await foreach (var messages in worker.Log.ReadAsync(LogPosition.None, Token))
        {
            Assert.Empty(messages);
            break;
        }

        Assert.Equal(LogPosition.None, await worker.Log.EndAsync(Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task Crash_EverythingThatWasRead_IsStillThere()
    {
        var worker = await _fixture.JoinAsync(0, 10);
        for (var i = 1; i <= 50; i++)
            await worker.Log.AppendAsync([Record(i)], Token);
        var before = await MessagesAsync(worker, LogPosition.None, 50);
        await _fixture.CrashAsync();
        var again = await _fixture.JoinAsync(0, 20);
        var after = await MessagesAsync(again, LogPosition.None, 50);
        Assert.Equal(before.Select(message => (message.Position, message.Digest)), after.Select(message => (message.Position, message.Digest)));
        await again.Log.AppendAsync([Record(51)], Token);
        Assert.True((await MessagesAsync(again, after[^1].Position, 1))[0].Position > after[^1].Position);
    }

    [Fact(Timeout = Deadline)]
    public async Task Crash_TheConnectionTellsThatItIsLost()
    {
        var worker = await _fixture.JoinAsync(0, 10);
        var reading = MessagesAsync(worker, LogPosition.None, 1);
        await _fixture.CrashAsync();
        await Assert.ThrowsAsync<LogLostException>(() => reading);
        await Assert.ThrowsAsync<LogLostException>(async () => await worker.Log.AppendAsync([Record(1)], Token));
        await Assert.ThrowsAsync<LogLostException>(async () => await worker.Log.EndAsync(Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task Read_ManyMessages_ASlowReaderGetsThemAll()
    {
        var worker = await _fixture.JoinAsync(0, 10);
        var body = new byte[100_000];
        var writing = Task.Run(async () =>
        {
            for (var i = 1; i <= 300; i++)
                await worker.Log.AppendAsync([Record(i) with { Body = body }], Token);
        }, Token);
        await using var reading = worker.Log.ReadAsync(LogPosition.None, Token).GetAsyncEnumerator(Token);
        Assert.True(await reading.MoveNextAsync());
        var numbers = reading.Current.SelectMany(Numbers).ToList();
        await writing;
        await ReadingAsync(engine => engine.LogEnd.Value >= 300);
        while (numbers.Count < 300 && await reading.MoveNextAsync())
            numbers.AddRange(reading.Current.SelectMany(Numbers));
        Assert.Equal(Enumerable.Range(1, 300).Select(number => (long)number), numbers);
    }

    protected static List<long> Numbers(LogMessage message) => [.. message.Records.Select(record => record.Lsn.Value)];

    protected static async Task<List<LogMessage>> MessagesAsync(IWorkerEngine worker, LogPosition after, int count)
    {
        var all = new List<LogMessage>();
        await foreach (var messages in worker.Log.ReadAsync(after, Token))
        {
            all.AddRange(messages);
            if (all.Count >= count)
                return all;
        }

        throw new InvalidOperationException("The log ended.");
    }
}
