using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Database.Worker;
using Capstan.Testing.Databases.Engines;

namespace Capstan.Contracts.Databases;

public abstract partial class EngineContract<TFixture>
{
    [Fact(Timeout = Deadline)]
    public async Task Write_Leader_AnswersItsCaller()
    {
        var (leader, epoch) = await LeaderAsync(0, 10);
        var intent = Intent("a") with { IsKeyed = true };
        var writing = Queues.WriteAsync(intent, Token);
        await using var deliveries = Deliveries(leader, epoch);
        var delivery = Assert.Single(await NextAsync(deliveries));
        Assert.Equal((intent.Request, intent.IsKeyed, intent.Kind, intent.Deadline, false),
            (delivery.Intent.Request, delivery.Intent.IsKeyed, delivery.Intent.Kind, delivery.Intent.Deadline, delivery.IsDead));
        Assert.True(intent.Body.Span.SequenceEqual(delivery.Intent.Body.Span));
        Assert.True(delivery.Now > 0);
        Assert.False(writing.IsCompleted);
        await leader.Writes.AnswerAsync(delivery, Ok("[]"), Token);
        Assert.Equal("[]", Text(await writing));
        await ReadingAsync(engine => engine.WriteDepth == 0);
    }

    [Fact(Timeout = Deadline)]
    public async Task Write_Many_ArriveOnceEachInOrderAndInLists()
    {
        var (leader, epoch) = await LeaderAsync(0, 10);
        var writing = Enumerable.Range(0, 500).Select(i => Queues.WriteAsync(Intent($"r{i}"), Token)).ToList();
        await using var deliveries = Deliveries(leader, epoch);
        var seen = new List<string>();
        var lists = 0;
        while (seen.Count < 500)
        {
            lists++;
            foreach (var delivery in await NextAsync(deliveries))
            {
                seen.Add(delivery.Intent.Request.Value);
                await leader.Writes.AnswerAsync(delivery, Ok(delivery.Intent.Request.Value), Token);
            }
        }

        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"r{i}"), seen);
        Assert.True(lists < 500);
        Assert.Equal(seen, (await Task.WhenAll(writing)).Select(Text));
    }

    [Fact(Timeout = Deadline)]
    public async Task Write_LeaderDies_TheNextGetsTheUnansweredFirst()
    {
        var (first, epoch) = await LeaderAsync(0, 10);
        var writing = new List<Task<Database.Statements.Answer>>();
        for (var i = 0; i < 3; i++)
            writing.Add(Queues.WriteAsync(Intent($"r{i}"), Token));
        await using (var deliveries = Deliveries(first, epoch))
        {
            var taken = await TakeAsync(deliveries, 3);
            await first.Writes.AnswerAsync(taken[1], Ok("one"), Token);
            Assert.Equal("one", Text(await writing[1]));
            await _fixture.KillAsync(first);
        }

        writing.Add(Queues.WriteAsync(Intent("r3"), Token));
        var (second, next) = await LeaderAsync(1, 11);
        await using var again = Deliveries(second, next);
        var rest = new List<WriteDelivery>();
        while (rest.TrueForAll(delivery => delivery.Intent.Request.Value != "r3"))
            rest.AddRange(await NextAsync(again));
        // An answered one comes again with those that it travels with.
        Assert.Equal(["r0", "r2", "r3"], rest.Select(delivery => delivery.Intent.Request.Value).Where(request => request != "r1"));
        foreach (var delivery in rest)
            await second.Writes.AnswerAsync(delivery, Ok("later"), Token);
        Assert.All(await Task.WhenAll(writing[0], writing[2], writing[3]), answer => Assert.Equal("later", Text(answer)));
    }

    [Fact(Timeout = Deadline)]
    public async Task Write_TwoConsumers_OnlyTheHigherEpochIsServed()
    {
        var (old, low) = await LeaderAsync(0, 10);
        var (young, high) = await LeaderAsync(1, 11);
        await using var after = Deliveries(young, high);
        await using var before = Deliveries(old, low);
        var first = Queues.WriteAsync(Intent("first"), Token);
        await young.Writes.AnswerAsync(Assert.Single(await NextAsync(after)), Ok("young"), Token);
        await first;
        var asked = before.MoveNextAsync().AsTask();
        await old.Log.EndAsync(Token);
        var writing = Queues.WriteAsync(Intent("a"), Token);
        await young.Writes.AnswerAsync(Assert.Single(await NextAsync(after)), Ok("young"), Token);
        Assert.Equal("young", Text(await writing));
        Assert.False(asked.IsCompleted);
        await _fixture.KillAsync(old);
        await Assert.ThrowsAsync<SessionLostException>(() => asked);
    }

    [Fact(Timeout = Deadline)]
    public async Task Write_ConsumerOfALowerEpochHasIt_TheHigherOneGetsItToo()
    {
        var (old, low) = await LeaderAsync(0, 10);
        await using var before = Deliveries(old, low);
        var writing = Queues.WriteAsync(Intent("a"), Token);
        await NextAsync(before);
        var asked = before.MoveNextAsync().AsTask();
        var (young, high) = await LeaderAsync(1, 11);
        await using var after = Deliveries(young, high);
        var delivery = Assert.Single(await NextAsync(after));
        await young.Writes.AnswerAsync(delivery, Ok("young"), Token);
        Assert.Equal("young", Text(await writing));
        await _fixture.KillAsync(old);
        await Assert.ThrowsAsync<SessionLostException>(() => asked);
    }

    [Fact(Timeout = Deadline)]
    public async Task Write_SameRequestTwice_BothAreDelivered()
    {
        var (leader, epoch) = await LeaderAsync(0, 10);
        Task<Database.Statements.Answer>[] writing = [Queues.WriteAsync(Intent("a"), Token), Queues.WriteAsync(Intent("a"), Token)];
        await using var deliveries = Deliveries(leader, epoch);
        foreach (var delivery in await TakeAsync(deliveries, 2))
            await leader.Writes.AnswerAsync(delivery, Ok("same"), Token);
        Assert.All(await Task.WhenAll(writing), answer => Assert.Equal("same", Text(answer)));
    }

    [Fact(Timeout = Deadline)]
    public async Task Write_QueueFull_IsRefused()
    {
        var limit = 1000;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = Enumerable.Range(0, limit).Select(i => Queues.WriteAsync(Intent($"r{i}"), ends.Token)).ToList();
        await ReadingAsync(engine => engine.WriteDepth == limit);
        var refused = await Assert.ThrowsAsync<NotQueuedException>(() => Queues.WriteAsync(Intent("more"), Token));
        Assert.True(refused.RetryAfter > TimeSpan.Zero);
        await ends.CancelAsync();
        foreach (var task in waiting)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
    }

    [Fact(Timeout = Deadline)]
    public async Task Write_CallerGivesUpAfterDelivery_ItIsDeliveredAgainUntilItIsAnswered()
    {
        var (first, epoch) = await LeaderAsync(0, 10);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writing = Queues.WriteAsync(Intent("a"), gone.Token);
        await using (var deliveries = Deliveries(first, epoch))
        {
            await NextAsync(deliveries);
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
            await _fixture.KillAsync(first);
        }

        var (second, next) = await LeaderAsync(1, 11);
        await using var again = Deliveries(second, next);
        var delivery = Assert.Single(await NextAsync(again));
        Assert.Equal("a", delivery.Intent.Request.Value);
        await second.Writes.AnswerAsync(delivery, Ok("[]"), Token);
        await ReadingAsync(engine => engine.WriteDepth == 0);
    }

    [Fact(Timeout = Deadline)]
    public async Task Write_DeliveredTooOften_ComesBackAsDead()
    {
        var (leader, epoch) = await LeaderAsync(0, 10);
        var writing = Queues.WriteAsync(Intent("poison"), Token);
        for (var delivered = 1; delivered <= 21; delivered++)
        {
            await using var deliveries = Deliveries(leader, epoch);
            Assert.False(Assert.Single(await NextAsync(deliveries)).IsDead);
        }

        await ReadingAsync(engine => engine.DeadDepth == 1);
        await using var dead = Deliveries(leader, epoch);
        var delivery = Assert.Single(await NextAsync(dead));
        Assert.True(delivery.IsDead);
        await leader.Writes.AnswerAsync(delivery, Ok("refused"), Token);
        Assert.Equal("refused", Text(await writing));
    }

    [Fact(Timeout = Deadline)]
    public async Task Write_SentManyTimesAndLeftOnce_CountsOnce()
    {
        var (leader, epoch) = await LeaderAsync(0, 10);
        var writing = Enumerable.Range(0, 30).Select(_ => Queues.WriteAsync(Intent("eager"), Token)).ToList();
        await using (var deliveries = Deliveries(leader, epoch))
            await TakeAsync(deliveries, 30);
        await using var again = Deliveries(leader, epoch);
        foreach (var delivery in await TakeAsync(again, 30))
        {
            Assert.False(delivery.IsDead);
            await leader.Writes.AnswerAsync(delivery, Ok("[]"), Token);
        }

        await Task.WhenAll(writing);
    }

    /// <summary>Whichever of them ends its leader then is known, and nobody else is refused with it.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Write_LeftByThreeLeaders_ComesAlone()
    {
        var (leader, epoch) = await LeaderAsync(0, 10);
        var writing = new List<Task<Database.Statements.Answer>> { Queues.WriteAsync(Intent("a"), Token), Queues.WriteAsync(Intent("b"), Token) };
        for (var failed = 0; failed < 3; failed++)
        {
            await using var deliveries = Deliveries(leader, epoch);
            await TakeAsync(deliveries, 2);
        }

        await using var alone = Deliveries(leader, epoch);
        foreach (var expected in (string[])["a", "b", "c"])
        {
            var delivery = Assert.Single(await NextAsync(alone));
            Assert.Equal(expected, delivery.Intent.Request.Value);
            if (expected == "a")
                writing.Add(Queues.WriteAsync(Intent("c"), Token));
            await leader.Writes.AnswerAsync(delivery, Ok("[]"), Token);
        }

        await Task.WhenAll(writing);
    }

    [Fact(Timeout = Deadline)]
    public async Task Write_OnesThatAreLeftBesideAPoisonousOne_AreNeverDead()
    {
        var (leader, epoch) = await LeaderAsync(0, 10);
        var innocent = Enumerable.Range(0, 5).Select(i => Queues.WriteAsync(Intent($"i{i}"), Token)).ToList();
        var poison = Queues.WriteAsync(Intent("poison"), Token);
        innocent.Add(Queues.WriteAsync(Intent("i5"), Token));
        var answered = new List<WriteDelivery>();
        while (!answered.Exists(delivery => delivery.IsDead))
            await ServeAsync(leader, epoch, answered);
        await using var rest = Deliveries(leader, epoch);
        while (answered.Count < innocent.Count + 1)
            await AnswerAsync(leader, await NextAsync(rest), answered);
        Assert.Equal("dead", Text(await poison));
        Assert.All(await Task.WhenAll(innocent), answer => Assert.Equal("alive", Text(answer)));
    }

    /// <summary>Answers what comes until the poison comes, and ends there: without an answer to anything of that list while it is not dead.</summary>
    private static async Task ServeAsync(IWorkerEngine leader, Epoch epoch, List<WriteDelivery> answered)
    {
        await using var deliveries = Deliveries(leader, epoch);
        while (!answered.Exists(delivery => delivery.IsDead))
        {
            var list = await NextAsync(deliveries);
            if (list.Any(delivery => delivery.Intent.Request.Value == "poison" && !delivery.IsDead))
                return;
            await AnswerAsync(leader, list, answered);
        }
    }

    private static async Task AnswerAsync(IWorkerEngine leader, IReadOnlyList<WriteDelivery> list, List<WriteDelivery> answered)
    {
        foreach (var delivery in list)
            await leader.Writes.AnswerAsync(delivery, Ok(delivery.IsDead ? "dead" : "alive"), Token);
        answered.AddRange(list);
    }

    protected static IAsyncEnumerator<IReadOnlyList<WriteDelivery>> Deliveries(IWorkerEngine worker, Epoch epoch) =>
        worker.Writes.ConsumeAsync(epoch, Token).GetAsyncEnumerator(Token);

    protected static async Task<IReadOnlyList<WriteDelivery>> NextAsync(IAsyncEnumerator<IReadOnlyList<WriteDelivery>> deliveries)
    {
        Assert.True(await deliveries.MoveNextAsync());
        return deliveries.Current;
    }

    protected static async Task<List<WriteDelivery>> TakeAsync(IAsyncEnumerator<IReadOnlyList<WriteDelivery>> deliveries, int count)
    {
        var all = new List<WriteDelivery>();
        while (all.Count < count)
            all.AddRange(await NextAsync(deliveries));
        return all;
    }
}
