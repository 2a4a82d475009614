using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Reading;
using Capstan.Database.Statements;
using Capstan.RabbitMq.Tests.Rig;

namespace Capstan.RabbitMq.Tests.Session;

public sealed class BrokerReadsTest(SharedBroker broker) : BrokerTest(broker)
{
    [Fact(Timeout = Deadline)]
    public async Task Read_NobodyServes_IsRefused()
    {
        var front = await FrontAsync();
        await JoinAsync(0);
        await Assert.ThrowsAsync<NotQueuedException>(() => front.ReadAsync(Requests.Read(), Token));
    }

    /// <summary>The leader leaves reads to a follower that is ready, and for a moment nobody consumes them.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Read_NobodyServesYet_IsForWhoeverBegins()
    {
        var front = await FrontAsync();
        var duties = new Duties();
        await ServingAsync(0, duties, "served");
        var reading = front.ReadAsync(Requests.Read(), Token);
        duties.Serve();
        Assert.Equal("served", (await reading).Text());
    }

    [Fact(Timeout = Deadline)]
    public async Task Read_ThreeWorkers_InTurnAndOnlyThoseThatMay()
    {
        var front = await FrontAsync();
        for (var slot = 0; slot < 4; slot++)
            await ServingAsync(slot, new Duties().Serve(slot < 3), $"{slot}");

        await ReadingAsync(front, reading => reading.Readers == 3);
        var order = new List<string>();
        for (var i = 0; i < 30; i++)
            order.Add((await front.ReadAsync(Requests.Read(), Token)).Text());
        Assert.All(order.Chunk(3), round => Assert.Equal(["0", "1", "2"], round.Order()));
    }

    [Fact(Timeout = Deadline)]
    public async Task Read_Many_AreAllAnswered()
    {
        var front = await FrontAsync();
        var worker = await JoinAsync(0, new Duties().Serve());
        Serve(token => Requests.ServeReadsAsync(worker, query => Requests.Ok($"{query.MaxRows}"), token));
        await ReadingAsync(front, reading => reading.Readers == 1);
        var reading = Enumerable.Range(0, 1000).Select(i => front.ReadAsync(Requests.Read() with { MaxRows = i }, Token)).ToList();
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"{i}"), (await Task.WhenAll(reading)).Select(answer => answer.Text()));
        Assert.Equal(0, front.Read().ReadDepth);
    }

    [Fact(Timeout = Deadline)]
    public async Task Read_DutiesEnd_TheOthersServe()
    {
        var front = await FrontAsync();
        var duties = new Duties().Serve();
        await ServingAsync(0, duties, "first");
        await ServingAsync(1, new Duties().Serve(), "second");
        await ReadingAsync(front, reading => reading.Readers == 2);
        duties.Serve(false);
        await ReadingAsync(front, reading => reading.Readers == 1);
        for (var i = 0; i < 10; i++)
            Assert.Equal("second", (await front.ReadAsync(Requests.Read(), Token)).Text());
        duties.Serve();
        while ((await front.ReadAsync(Requests.Read(), Token)).Text() != "first")
            Assert.False(Token.IsCancellationRequested);
    }

    [Fact(Timeout = Deadline)]
    public async Task Read_Unanswered_GoesOnceMoreToAnother()
    {
        var front = await FrontAsync();
        var silent = (await JoinAsync(0, new Duties().Serve())).Reads.ConsumeAsync(64, Token).GetAsyncEnumerator(Token);
        var asked = silent.MoveNextAsync().AsTask();
        await ReadingAsync(front, reading => reading.Readers == 1);
        await ServingAsync(1, new Duties().Serve(), "second");
        await ReadingAsync(front, reading => reading.Readers == 2);
        while (!asked.IsCompleted)
            Assert.Equal("second", (await front.ReadAsync(Requests.Read(), Token)).Text());
        await silent.DisposeAsync();
    }

    [Fact(Timeout = Deadline)]
    public async Task Read_WorkerEnds_AnotherAnswersAtOnce()
    {
        var front = await FrontAsync();
        var dying = await JoinAsync(0, new Duties().Serve());
        await using var silent = dying.Reads.ConsumeAsync(64, Token).GetAsyncEnumerator(Token);
        var asked = silent.MoveNextAsync().AsTask();
        await ReadingAsync(front, reading => reading.Readers == 1);
        var reading = front.ReadAsync(Requests.Read() with { TimeoutMilliseconds = 30_000 }, Token);
        await asked;
        await ServingAsync(1, new Duties().Serve(), "second");
        await dying.DisposeAsync();
        Assert.Equal("second", (await reading).Text());
    }

    [Fact(Timeout = Deadline)]
    public async Task Read_NotYet_GoesToOthersAndLastToTheLeader()
    {
        var front = await FrontAsync();
        var refused = new System.Collections.Concurrent.ConcurrentQueue<int>();
        for (var slot = 0; slot < 2; slot++)
        {
            var (name, worker) = (slot, await JoinAsync(slot, new Duties().Serve()));
            Serve(token => Requests.ServeReadsAsync(worker, Refuse, token));

            Answer Refuse(ReadQuery query)
            {
                refused.Enqueue(name);
                return Answer.Fault(AnswerCode.NotYet, default, "behind");
            }
        }

        await ReadingAsync(front, reading => reading.Readers == 2);
        var leader = await JoinAsync(2, new Duties().Lead(1));
        Serve(token => Requests.ServeReadsAsync(leader, _ => Requests.Ok("leader"), token));
        Serve(token => Requests.ServeWritesAsync(leader, 1, _ => Requests.Ok("written"), token));
        await front.WriteAsync(Requests.Write("a"), Token);
        Assert.Equal("leader", (await front.ReadAsync(Requests.Read(), Token)).Text());
        Assert.Equal([0, 1], refused.Order());
    }

    /// <summary>While nobody leads they wait until their time is over. Whoever leads then has more to do than what nobody waits for.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Read_NobodyLeadsBeforeItsTimeIsOver_IsAskedOfNobody()
    {
        var front = await FrontAsync();
        var worker = await JoinAsync(0, new Duties().Serve());
        Serve(token => Requests.ServeReadsAsync(worker, _ => Answer.Fault(AnswerCode.NotYet, default, "behind"), token));
        await ReadingAsync(front, reading => reading.Readers == 1);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var reading = front.ReadAsync(Requests.Read() with { MaxRows = 1, TimeoutMilliseconds = 1000 }, gone.Token);
        await ReadingAsync(front, reading => reading.DeadDepth > 0);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);

        var asked = new System.Collections.Concurrent.ConcurrentQueue<int>();
        var leader = await JoinAsync(1, new Duties().Lead(1));
        Serve(token => Requests.ServeReadsAsync(leader, See, token));
        Serve(token => Requests.ServeWritesAsync(leader, 1, _ => Requests.Ok("written"), token));
        await ReadingAsync(front, reading => reading.DeadDepth == 0);
        Assert.Equal("leader", (await front.ReadAsync(Requests.Read() with { MaxRows = 2 }, Token)).Text());
        Assert.Equal([2], asked);

        Answer See(ReadQuery query)
        {
            asked.Enqueue(query.MaxRows);
            return Requests.Ok("leader");
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task Read_NotYetEverywhere_IsTheAnswer()
    {
        var front = await FrontAsync();
        var leader = await JoinAsync(0, new Duties().Lead(1).Serve());
        Serve(token => Requests.ServeReadsAsync(leader, _ => Answer.Fault(AnswerCode.NotYet, default, "behind"), token));
        Serve(token => Requests.ServeWritesAsync(leader, 1, _ => Requests.Ok("written"), token));
        await ReadingAsync(front, reading => reading.Readers == 1);
        Assert.Equal(AnswerCode.NotYet, (await front.ReadAsync(Requests.Read(), Token)).Code);
    }

    [Fact(Timeout = Deadline)]
    public async Task Read_Linear_AsksForAllThatWasInTheLogBefore()
    {
        var front = await FrontAsync();
        var worker = await JoinAsync(0, new Duties().Serve());
        await worker.Log.AppendAsync([Records.Of(1)], Token);
        await worker.Log.AppendAsync([Records.Of(2)], Token);
        var end = (await Records.ReadAsync(worker.Log, LogPosition.None, 2, Token))[1].Position;
        var seen = new System.Collections.Concurrent.ConcurrentQueue<ReadQuery>();
        Serve(token => Requests.ServeReadsAsync(worker, See, token));
        await ReadingAsync(front, reading => reading.Readers == 1);
        await front.ReadAsync(Requests.Read(ReadLevel.Linear), Token);
        Assert.Equal(end, Assert.Single(seen).MinPosition);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => front.ReadAsync(Requests.Read(ReadLevel.Linear), Token)));
        Assert.All(seen, query => Assert.True(query.MinPosition >= end));
        // All that wait share a marker.
        var markers = (await front.LogEndAsync(Token)).Value - end.Value;
        Assert.InRange(markers, 1, 150);

        Answer See(ReadQuery query)
        {
            seen.Enqueue(query);
            return Requests.Ok("x");
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task Read_Credit_NoWorkerHasMoreThanItAskedFor()
    {
        var front = await FrontAsync();
        var worker = await JoinAsync(0, new Duties().Serve());
        await using var slow = worker.Reads.ConsumeAsync(2, Token).GetAsyncEnumerator(Token);
        var asked = slow.MoveNextAsync().AsTask();
        await ReadingAsync(front, reading => reading.Readers == 1);
        var reading = Enumerable.Range(0, 5).Select(_ => front.ReadAsync(Requests.Read() with { TimeoutMilliseconds = 30_000 }, Token)).ToList();
        Assert.True(await asked);
        var first = slow.Current;
        Assert.True(await slow.MoveNextAsync());
        var held = new Queue<ReadDelivery>([first, slow.Current]);
        var third = slow.MoveNextAsync().AsTask();
        await worker.Log.EndAsync(Token);
        Assert.False(third.IsCompleted);
        while (reading.Exists(task => !task.IsCompleted))
        {
            worker.Reads.Answer(held.Dequeue(), Requests.Ok("x"));
            await worker.Reads.FlushAsync(Token);
            await Task.WhenAny(third, Task.WhenAll(reading));
            if (!third.IsCompleted)
                break;
            held.Enqueue(slow.Current);
            third = slow.MoveNextAsync().AsTask();
        }

        Assert.Equal(5, (await Task.WhenAll(reading)).Length);
        await worker.DisposeAsync();
        await Assert.ThrowsAsync<Database.Membership.SessionLostException>(async () =>
        {
            while (await third)
                third = slow.MoveNextAsync().AsTask();
        });
    }

    [Fact(Timeout = Deadline)]
    public async Task Note_OfAWorker_ReachesTheFront()
    {
        var front = await FrontAsync();
        var told = new TaskCompletionSource<Database.Engines.EngineNotice>();
        front.Noticed += notice => told.TrySetResult(notice);
        var worker = await JoinAsync(7);
        await worker.NoteAsync("step-down", "because");
        Assert.Equal(new Database.Engines.EngineNotice("step-down", "because", 7), await told.Task.WaitAsync(Token));
    }

    /// <summary>A worker that answers every read, which its duties let it serve, with its name.</summary>
    private async Task ServingAsync(int slot, Duties duties, string name)
    {
        var worker = await JoinAsync(slot, duties);
        Serve(token => Requests.ServeReadsAsync(worker, _ => Requests.Ok(name), token));
    }
}
