using Capstan.Database.Log;
using Capstan.Database.Statements;
using Capstan.Testing.Databases.Engines;

namespace Capstan.Contracts.Databases;

/// <summary>
/// What engines keep that hold queues and log themselves: nothing is read before it is on their disk, and failures are counted by request
/// rather than by message.
/// </summary>
public abstract class LocalEngineContract<TFixture> : EngineContract<TFixture>
    where TFixture : ILocalEngineFixture, new()
{
    [Fact(Timeout = Deadline)]
    public async Task Append_DiskHeld_NobodySeesItBeforeItIsDurable()
    {
        var worker = await Fixture.JoinAsync(0, 10);
        await worker.Log.AppendAsync([Record(1)], Token);
        var reading = MessagesAsync(worker, LogPosition.None, 3);
        await ReadingAsync(engine => engine.LogEnd.Value >= 1);
        var held = Fixture.HoldDisk();
        await worker.Log.AppendAsync([Record(2)], Token);
        await worker.Log.AppendAsync([Record(3)], Token);
        Assert.Equal(new LogPosition(1), await worker.Log.EndAsync(Token));
        Assert.Equal(new LogPosition(1), Fixture.Engine.Read().LogEnd);
        Assert.False(reading.IsCompleted);
        held.Dispose();
        Assert.Equal([[1], [2], [3]], (await reading).Select(Numbers));
    }

    /// <summary>A client that sends its write again under the same key begins from nothing no more.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Write_RepeatedWhileItFails_IsDeadAsSoonAsWithoutTheRepetitions()
    {
        var (leader, epoch) = await LeaderAsync(0, 10);
        var writing = new List<Task<Answer>>();
        for (var failed = 0; failed <= 20; failed++)
        {
            writing.Add(Queues.WriteAsync(Intent("poison"), Token));
            await using var deliveries = Deliveries(leader, epoch);
            Assert.All(await NextAsync(deliveries), delivery => Assert.False(delivery.IsDead));
        }

        // The last consumer has been heard to end: until then a write may still go to it.
        await ReadingAsync(engine => engine.DeadDepth == writing.Count);
        writing.Add(Queues.WriteAsync(Intent("poison"), Token));
        await using var dead = Deliveries(leader, epoch);
        foreach (var delivery in await TakeAsync(dead, writing.Count))
        {
            Assert.True(delivery.IsDead);
            await leader.Writes.AnswerAsync(delivery, Ok("refused"), Token);
        }

        Assert.All(await Task.WhenAll(writing), answer => Assert.Equal("refused", Text(answer)));
        var late = Queues.WriteAsync(Intent("poison"), Token);
        var again = Assert.Single(await NextAsync(dead));
        Assert.True(again.IsDead);
        await leader.Writes.AnswerAsync(again, Ok("refused again"), Token);
        Assert.Equal("refused again", Text(await late));
    }
}
