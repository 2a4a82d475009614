using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Database.Reading;
using Capstan.Database.Statements;
using Capstan.Database.Worker;
using Capstan.Testing.Databases.Engines;

namespace Capstan.Contracts.Databases;

public abstract partial class EngineContract<TFixture>
{
    [Fact(Timeout = Deadline)]
    public async Task Read_Followers_InStrictTurnAndNeverTheLeader()
    {
        var (leader, _) = await LeaderAsync(0, 10);
        var followers = await FollowersAsync(3);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task[] serving = [.. followers.Append(leader).Select(worker => ServeAsync(worker, _ => Ok($"{worker.Pid}"), ends.Token))];
        await ServedByAsync("11", "12", "13");
        var order = new List<string>();
        for (var i = 0; i < 30; i++)
            order.Add(Text(await Queues.ReadAsync(Query(), Token)));
        Assert.All(order.Chunk(3), round => Assert.Equal(["11", "12", "13"], round.Order()));
        Assert.All(order.Chunk(3), round => Assert.Equal(order.Take(3), round));
        await EndAsync(ends, serving);
    }

    [Fact(Timeout = Deadline)]
    public async Task Read_NoFollowerReady_GoesToTheLeader()
    {
        var (leader, _) = await LeaderAsync(0, 10);
        var unready = await _fixture.JoinAsync(1, 11);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task[] serving = [ServeAsync(leader, _ => Ok("leader"), ends.Token), ServeAsync(unready, _ => Ok("unready"), ends.Token)];
        await ServedByAsync("leader");
        Assert.Equal("leader", Text(await Queues.ReadAsync(Query(), Token)));
        await EndAsync(ends, serving);
    }

    [Fact(Timeout = Deadline)]
    public async Task Read_Nobody_IsRefused() => await Assert.ThrowsAsync<NotQueuedException>(() => Queues.ReadAsync(Query(), Token));

    [Fact(Timeout = Deadline)]
    public async Task Read_NotYet_GoesToTheOthersAndLastToTheLeader()
    {
        var (leader, epoch) = await LeaderAsync(0, 10);
        var followers = await FollowersAsync(2);
        var refused = new System.Collections.Concurrent.ConcurrentQueue<int>();
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task[] serving =
        [
            .. followers.Select(worker => ServeAsync(worker, _ =>
            {
                refused.Enqueue(worker.Pid);
                return Answer.Fault(AnswerCode.NotYet, default, "behind");
            }, ends.Token)),
            LeadAsync(leader, epoch, ends.Token),
            ServeAsync(leader, _ => Ok("leader"), ends.Token),
        ];
        while (refused.Distinct().Count() < 2)
            await TriedAsync();
        await ServedByAsync("leader");
        refused.Clear();
        Assert.Equal("leader", Text(await Queues.ReadAsync(Query(), Token)));
        Assert.Equal([11, 12], refused.Order());
        await EndAsync(ends, serving);
    }

    [Fact(Timeout = Deadline)]
    public async Task Read_NotYetEverywhere_IsTheAnswer()
    {
        var (leader, epoch) = await LeaderAsync(0, 10);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task[] serving = [LeadAsync(leader, epoch, ends.Token), ServeAsync(leader, _ => Answer.Fault(AnswerCode.NotYet, default, "behind"), ends.Token)];
        Answer? answer = null;
        while (answer is null)
            answer = await TriedAsync();
        Assert.Equal(AnswerCode.NotYet, answer.Code);
        await EndAsync(ends, serving);
    }

    [Fact(Timeout = Deadline)]
    public async Task Read_Unanswered_GoesOnceMoreToAnother()
    {
        await LeaderAsync(0, 10);
        var followers = await FollowersAsync(2);
        await using var silent = followers[0].Reads.ConsumeAsync(8, Token).GetAsyncEnumerator(Token);
        var held = silent.MoveNextAsync().AsTask();
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task[] serving = [ServeAsync(followers[1], _ => Ok("second"), ends.Token)];
        while (!held.IsCompleted)
            Assert.Equal("second", Text(await TriedAsync() ?? Ok("second")));
        Assert.True(await held);
        await followers[0].Reads.AnswerAsync(silent.Current, Ok("too late"), Token);
        await ReadingAsync(engine => engine.ReadDepth == 0);
        await EndAsync(ends, serving);
    }

    [Fact(Timeout = Deadline)]
    public async Task Read_WorkerDies_AnotherAnswersAtOnce()
    {
        var (leader, _) = await LeaderAsync(0, 10);
        var dying = (await FollowersAsync(1))[0];
        await using var silent = dying.Reads.ConsumeAsync(8, Token).GetAsyncEnumerator(Token);
        var asked = silent.MoveNextAsync().AsTask();
        Task<Answer>? reading = null;
        while (!asked.IsCompleted)
        {
            reading = Queues.ReadAsync(Query() with { TimeoutMilliseconds = 10_000 }, Token);
            await Task.WhenAny(asked, reading);
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task[] serving = [ServeAsync(leader, _ => Ok("leader"), ends.Token)];
        await _fixture.KillAsync(dying);
        Assert.Equal("leader", Text(await reading!));
        await EndAsync(ends, serving);
    }

    [Fact(Timeout = Deadline)]
    public async Task Read_Linear_CarriesTheLogsEnd()
    {
        var (leader, _) = await LeaderAsync(0, 10);
        await leader.Log.AppendAsync([Record(1)], Token);
        await leader.Log.AppendAsync([Record(2)], Token);
        var end = (await MessagesAsync(leader, LogPosition.None, 2))[1].Position;
        ReadQuery? seen = null;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task[] serving = [ServeAsync(leader, query => { seen = query; return Ok("x"); }, ends.Token)];
        await ServedByAsync("x");
        await Queues.ReadAsync(Query(ReadLevel.Linear) with { MaxRows = 7 }, Token);
        Assert.Equal((end, ReadLevel.Linear, 7), (seen!.MinPosition, seen.Level, seen.MaxRows));
        Assert.Equal("SELECT 1", seen.Statements[0].Sql);
        await EndAsync(ends, serving);
    }

    [Fact(Timeout = Deadline)]
    public async Task Read_Credit_NoWorkerHasMoreThanItAskedFor()
    {
        var (leader, _) = await LeaderAsync(0, 10);
        await using var slow = leader.Reads.ConsumeAsync(2, Token).GetAsyncEnumerator(Token);
        var asked = slow.MoveNextAsync().AsTask();
        var reading = new List<Task<Answer>>();
        while (!asked.IsCompleted)
        {
            try
            {
                reading.Add(Queues.ReadAsync(Query(), Token));
                await Task.WhenAny(asked, reading[^1]);
                reading.RemoveAll(task => task.IsFaulted);
            }
            catch (NotQueuedException)
            {
                // It has not begun to take reads.
            }
        }

        Assert.True(await asked);
        while (reading.Count < 5)
            reading.Add(Queues.ReadAsync(Query(), Token));
        var first = slow.Current;
        Assert.True(await slow.MoveNextAsync());
        var second = slow.Current;
        var third = slow.MoveNextAsync().AsTask();
        await leader.NoteAsync("marker", "everything that was sent before has arrived");
        await leader.Log.EndAsync(Token);
        Assert.False(third.IsCompleted);
        await leader.Reads.AnswerAsync(first, Ok("1"), Token);
        Assert.True(await third);
        await leader.Reads.AnswerAsync(second, Ok("2"), Token);
        await leader.Reads.AnswerAsync(slow.Current, Ok("3"), Token);
        for (var left = 2; left > 0; left--)
        {
            Assert.True(await slow.MoveNextAsync());
            await leader.Reads.AnswerAsync(slow.Current, Ok("more"), Token);
        }

        Assert.Equal(5, (await Task.WhenAll(reading)).Length);
    }

    private async Task<List<IWorkerEngine>> FollowersAsync(int count)
    {
        var followers = new List<IWorkerEngine>();
        for (var slot = 1; slot <= count; slot++)
        {
            var worker = await _fixture.JoinAsync(slot, 10 + slot);
            await ReadyAsync(worker);
            followers.Add(worker);
        }

        await ReadingAsync(engine => engine.View.Members.Count(member => member.State.IsReady) == count + 1);
        return followers;
    }

    private static async Task ServeAsync(IWorkerEngine worker, Func<ReadQuery, Answer> answer, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var delivery in worker.Reads.ConsumeAsync(8, cancellationToken))
                await worker.Reads.AnswerAsync(delivery, answer(delivery.Query), CancellationToken.None);
        }
        catch (Exception fault) when (fault is OperationCanceledException or SessionLostException)
        {
            // The test is over.
        }
    }

    /// <summary>Takes writes, as whoever leads does; none come.</summary>
    private static async Task LeadAsync(IWorkerEngine worker, Epoch epoch, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var writes in worker.Writes.ConsumeAsync(epoch, cancellationToken))
                Assert.Empty(writes);
        }
        catch (Exception fault) when (fault is OperationCanceledException or SessionLostException)
        {
            // The test is over.
        }
    }

    /// <summary>Reads until all of these have answered: their asking for reads has arrived.</summary>
    private async Task ServedByAsync(params string[] names)
    {
        var seen = new HashSet<string>();
        while (!names.All(seen.Contains))
        {
            if (await TriedAsync() is { } answer)
                seen.Add(Text(answer));
        }
    }

    private async Task<Answer?> TriedAsync()
    {
        try
        {
            return await Queues.ReadAsync(Query(), Token);
        }
        catch (NotQueuedException)
        {
            await Task.Yield();
            return null;
        }
    }

    private static async Task EndAsync(CancellationTokenSource ends, Task[] serving)
    {
        await ends.CancelAsync();
        await Task.WhenAll(serving);
    }
}
