using Capstan.Database.Log;
using Capstan.Database.Reading;
using Capstan.RabbitMq.Connecting;
using Capstan.RabbitMq.Session;
using Capstan.RabbitMq.Tests.Rig;
using Capstan.RabbitMq.Wire;
using Capstan.Testing;

namespace Capstan.RabbitMq.Tests.Session;

/// <summary>
/// A worker is given few messages at a time. Reads that nobody waits for any more must not keep their places, whether or not the log's end is
/// ever heard of.
/// </summary>
public sealed class LateReadsTest(SharedBroker broker) : BrokerTest(broker)
{
    /// <summary>As many messages as a worker is given.</summary>
    private const int Most = 8;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    [Fact(Timeout = Deadline)]
    public async Task Linear_LogsEndIsNotHeardOf_GivesItsPlaceBackInItsOwnTime()
    {
        var front = await FrontAsync();
        var silent = new TaskCompletionSource<LogPosition>();
        var reads = await ReadsAsync(() => silent.Task, Settings.Time);
        Serve(token => Requests.ServeReadsAsync(reads, query => Requests.Ok($"{query.Level}"), token));
        await ReadingAsync(front, reading => reading.Readers == 1);
        for (var i = 0; i < Most; i++)
            await AbandonedAsync(front, TimeSpan.FromMilliseconds(200));
        Assert.Equal("Any", (await front.ReadAsync(Requests.Read(ReadLevel.Any) with { TimeoutMilliseconds = 30_000 }, Token).WaitAsync(Soon, Token)).Text());
    }

    [Fact(Timeout = Deadline)]
    public async Task Late_WhenItsTurnComes_GivesItsPlaceBackAtOnce()
    {
        var front = await FrontAsync();
        var time = new ManualTimeProvider();
        using var arrived = new SemaphoreSlim(0);
        var reads = await ReadsAsync(() => Arrived(arrived), time);
        var consuming = reads.ConsumeAsync(64, Token).GetAsyncEnumerator(Token);
        var asked = consuming.MoveNextAsync().AsTask();
        await ReadingAsync(front, reading => reading.Readers == 1);
        // While the worker is busy with one that did not come from the queue, it looks at no other.
        var nobody = new Sender(Guid.NewGuid(), QueueNames.Nowhere);
        reads.Take(new OpenMessage(null, 0, nobody, 1), new ReadMessage(nobody, [new Numbered<ReadQuery>(1, Requests.Read(ReadLevel.Any))]));
        Assert.True(await asked);
        for (var i = 0; i < Most; i++)
            await AbandonedAsync(front, arrived);
        time.Advance(TimeSpan.FromMinutes(1));
        asked = consuming.MoveNextAsync().AsTask();
        var last = front.ReadAsync(Requests.Read(ReadLevel.Any) with { MaxRows = 99, TimeoutMilliseconds = 30_000 }, Token);
        Assert.True(await asked.WaitAsync(Soon, Token));
        Assert.Equal(99, consuming.Current.Query.MaxRows);
        reads.Answer(consuming.Current, Requests.Ok("in time"));
        await reads.FlushAsync(Token);
        Assert.Equal("in time", (await last).Text());
        await consuming.DisposeAsync();
    }

    private static Task<LogPosition> Arrived(SemaphoreSlim arrived)
    {
        arrived.Release();
        return Task.FromResult(LogPosition.None);
    }

    /// <summary>A linear read whose caller goes when it has waited as long as the read may take.</summary>
    private static async Task AbandonedAsync(BrokerFront front, TimeSpan limit)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(limit);
        var read = Requests.Read(ReadLevel.Linear) with { TimeoutMilliseconds = (int)limit.TotalMilliseconds };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => front.ReadAsync(read, patience.Token));
    }

    /// <summary>A linear read whose caller goes when the worker has it.</summary>
    private static async Task AbandonedAsync(BrokerFront front, SemaphoreSlim arrived)
    {
        using var goes = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var reading = front.ReadAsync(Requests.Read(ReadLevel.Linear), goes.Token);
        await arrived.WaitAsync(Token);
        await goes.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    private async Task<BrokerReads> ReadsAsync(Func<Task<LogPosition>> end, TimeProvider time)
    {
        var (publishing, consuming) = (await LinkAsync(), await LinkAsync());
        var desk = new AnswerDesk(publishing, await publishing.OpenAsync(hasConfirms: false, Token));
        return new BrokerReads(consuming, desk, new SharedQuestion<LogPosition>(end), new Duties().Serve(), static _ => { }, time);
    }
}
