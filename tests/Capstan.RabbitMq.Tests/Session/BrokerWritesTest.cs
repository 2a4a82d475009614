using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Statements;
using Capstan.RabbitMq.Connecting;
using Capstan.RabbitMq.Tests.Rig;
using RabbitMQ.Client;

namespace Capstan.RabbitMq.Tests.Session;

public sealed class BrokerWritesTest(SharedBroker broker) : BrokerTest(broker)
{
    [Fact(Timeout = Deadline)]
    public async Task Write_Leader_GetsItAsItIsAndAnswersItsCaller()
    {
        var front = await FrontAsync();
        var leader = await JoinAsync(0, new Duties().Lead(1));
        var intent = Requests.Write("a") with { IsKeyed = true, Kind = RecordKind.Import };
        var writing = front.WriteAsync(intent, Token);
        await using var deliveries = Deliveries(leader, 1);
        var delivery = Assert.Single(await NextAsync(deliveries));
        Assert.Equal((intent.Request, true, RecordKind.Import, intent.Deadline, false),
            (delivery.Intent.Request, delivery.Intent.IsKeyed, delivery.Intent.Kind, delivery.Intent.Deadline, delivery.IsDead));
        Assert.Equal(intent.Body.ToArray(), delivery.Intent.Body.ToArray());
        var now = Settings.Time.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.InRange(delivery.Now, now - Deadline, now + 1_000);
        Assert.Equal(1, front.Read().WriteDepth);
        await AnswerAsync(leader, delivery, "done");
        Assert.Equal("done", (await writing).Text());
        Assert.Equal(0, front.Read().WriteDepth);
    }

    [Fact(Timeout = Deadline)]
    public async Task Write_Many_ArriveInOrderAndInLists()
    {
        var front = await FrontAsync();
        var leader = await JoinAsync(0, new Duties().Lead(1));
        var writing = Enumerable.Range(0, 500).Select(i => front.WriteAsync(Requests.Write($"r{i}"), Token)).ToList();
        await using var deliveries = Deliveries(leader, 1);
        var (seen, lists) = (new List<string>(), 0);
        while (seen.Count < 500)
        {
            var list = await NextAsync(deliveries);
            lists++;
            foreach (var delivery in list)
            {
                seen.Add(delivery.Intent.Request.Value);
                leader.Writes.Answer(delivery, Requests.Ok(delivery.Intent.Request.Value));
            }

            await leader.Writes.FlushAsync(Token);
        }

        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"r{i}"), seen);
        Assert.True(lists < 100);
        Assert.Equal(seen, (await Task.WhenAll(writing)).Select(answer => answer.Text()));
    }

    /// <summary>A crowd gathers, but behind writes that wait for something else nobody waits for company.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Write_ManyAreUnanswered_ALoneOneArrivesAllTheSame()
    {
        var front = await FrontAsync();
        var leader = await JoinAsync(0, new Duties().Lead(1));
        var writing = Enumerable.Range(0, 100).Select(i => front.WriteAsync(Requests.Write($"r{i}"), Token)).ToList();
        await using var deliveries = Deliveries(leader, 1);
        var held = new List<WriteDelivery>();
        while (held.Count < 100)
            held.AddRange(await NextAsync(deliveries));
        var lone = front.WriteAsync(Requests.Write("lone"), Token);
        var delivery = Assert.Single(await NextAsync(deliveries));
        Assert.Equal("lone", delivery.Intent.Request.Value);
        await AnswerAsync(leader, delivery, "done");
        Assert.Equal("done", (await lone).Text());
        foreach (var one in held)
            await AnswerAsync(leader, one, "later");
        await Task.WhenAll(writing);
    }

    [Fact(Timeout = Deadline)]
    public async Task Write_ConsumerEndsBetweenDeliveryAndAnswer_TheNextGetsIt()
    {
        var front = await FrontAsync();
        var first = await JoinAsync(0, new Duties().Lead(1));
        var writing = front.WriteAsync(Requests.Write("a"), Token);
        var before = Deliveries(first, 1);
        await NextAsync(before);
        var isBack = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        front.Noticed += notice =>
        {
            if (notice.Kind == "broker-back")
                isBack.TrySetResult();
        };
        await Server.CtlAsync("close_all_connections", "--vhost", Settings.Broker.VirtualHost, "test");
        await Assert.ThrowsAsync<Database.Membership.SessionLostException>(() => NextAsync(before));
        var second = await JoinAsync(1, new Duties().Lead(2));
        await using var after = Deliveries(second, 2);
        var delivery = (await NextAsync(after))[0];
        // The answer would go nowhere before the front is there again, and what it sends again is answered by nobody here.
        await isBack.Task.WaitAsync(Token);
        Assert.Equal("a", delivery.Intent.Request.Value);
        await AnswerAsync(second, delivery, "later");
        Assert.Equal("later", (await writing).Text());
    }

    [Fact(Timeout = Deadline)]
    public async Task Consume_DutiesEnd_WhatItHasGoesToTheNextLeader()
    {
        var front = await FrontAsync();
        var (oldDuties, youngDuties) = (new Duties().Lead(1), new Duties());
        var (old, young) = (await JoinAsync(0, oldDuties), await JoinAsync(1, youngDuties));
        var before = Deliveries(old, 1);
        await using var after = Deliveries(young, 2);
        var writing = front.WriteAsync(Requests.Write("a"), Token);
        var held = Assert.Single(await NextAsync(before));
        var waiting = before.MoveNextAsync().AsTask();
        oldDuties.Follow();
        youngDuties.Lead(2);
        var delivery = Assert.Single(await NextAsync(after));
        Assert.Equal("a", delivery.Intent.Request.Value);
        // A zombie's late acknowledgement is for a delivery that is not its own any more: it must harm nobody.
        old.Writes.Answer(held, Requests.Ok("zombie"));
        await old.Writes.FlushAsync(Token);
        await AnswerAsync(young, delivery, "young");
        Assert.Contains((await writing).Text(), (string[])["zombie", "young"]);
        Assert.False(waiting.IsCompleted);
        Assert.False(old.Lost.IsCompleted);
        var next = front.WriteAsync(Requests.Write("b"), Token);
        await AnswerAsync(young, Assert.Single(await NextAsync(after)), "young");
        Assert.Equal("young", (await next).Text());
        Assert.False(waiting.IsCompleted);
        await old.DisposeAsync();
        await Assert.ThrowsAsync<Database.Membership.SessionLostException>(() => waiting);
    }

    [Fact(Timeout = Deadline)]
    public async Task Consume_DutiesComeBack_GoesOn()
    {
        var front = await FrontAsync();
        var duties = new Duties().Lead(1);
        var leader = await JoinAsync(0, duties);
        Serve(token => Requests.ServeWritesAsync(leader, 1, _ => Requests.Ok("x"), token));
        await front.WriteAsync(Requests.Write("a"), Token);
        duties.Follow();
        var writing = front.WriteAsync(Requests.Write("b"), Token);
        duties.Lead(1);
        Assert.Equal("x", (await writing).Text());
    }

    [Fact(Timeout = Deadline)]
    public async Task Write_DeliveredTooOften_ComesBackAsDead()
    {
        var front = await FrontAsync();
        var leader = await JoinAsync(0, new Duties().Lead(1));
        var writing = front.WriteAsync(Requests.Write("poison"), Token);
        for (var delivered = 0; delivered <= Topology.DeliveryLimit; delivered++)
        {
            await using var deliveries = Deliveries(leader, 1);
            Assert.False(Assert.Single(await NextAsync(deliveries)).IsDead);
        }

        await ReadingAsync(front, reading => reading.DeadDepth == 1);
        await using var dead = Deliveries(leader, 1);
        var delivery = Assert.Single(await NextAsync(dead));
        Assert.True(delivery.IsDead);
        await AnswerAsync(leader, delivery, "refused");
        Assert.Equal("refused", (await writing).Text());
        await ReadingAsync(front, reading => reading.DeadDepth == 0);
    }

    /// <summary>They share its message and the window of every leader that it ends.</summary>
    [Fact(Timeout = 2 * Deadline)]
    public async Task Write_InnocentsBesideAPoisonousOne_AreNeverDead()
    {
        var front = await FrontAsync();
        var leader = await JoinAsync(0, new Duties().Lead(1));
        var innocent = Enumerable.Range(0, 5).Select(i => front.WriteAsync(Requests.Write($"i{i}"), Token)).ToList();
        var poison = front.WriteAsync(Requests.Write("poison"), Token);
        innocent.AddRange(Enumerable.Range(5, 5).Select(i => front.WriteAsync(Requests.Write($"i{i}"), Token)));
        while (!await IsRefusedAsync(leader))
            Assert.False(poison.IsCompleted);
        Serve(token => Requests.ServeWritesAsync(leader, 1, delivery => Requests.Ok(delivery.IsDead ? "dead" : "alive"), token));
        Assert.Equal("dead", (await poison).Text());
        Assert.All(await Task.WhenAll(innocent), answer => Assert.Equal("alive", answer.Text()));
    }

    /// <summary>Answers until the poison comes, and ends there without an answer to anything of that list while it is not dead.</summary>
    private static async Task<bool> IsRefusedAsync(BrokerSession leader)
    {
        await using var deliveries = Deliveries(leader, 1);
        while (true)
        {
            var list = await NextAsync(deliveries);
            if (list.Any(delivery => delivery.Intent.Request.Value == "poison" && !delivery.IsDead))
                return false;
            foreach (var delivery in list)
                await AnswerAsync(leader, delivery, delivery.IsDead ? "dead" : "alive");
            if (list.Any(delivery => delivery.IsDead))
                return true;
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task Write_QueueFull_IsSurelyNotQueued()
    {
        Settings = Settings with { QueueLimit = 3 };
        var front = await FrontAsync();
        var others = Keep(new BrokerFront(Settings with { QueueLimit = 3 }, static () => null));
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = new List<Task<Answer>>();
        for (var i = 0; i < 3; i++)
            waiting.Add(front.WriteAsync(Requests.Write($"r{i}", 900_000), ends.Token));
        var refused = await Assert.ThrowsAsync<NotQueuedException>(() => front.WriteAsync(Requests.Write("more"), Token));
        Assert.True(refused.RetryAfter > TimeSpan.Zero);
        // The broker's own limit holds for all fronts together.
        await others.StartAsync(Token);
        await FillAsync(others);
        Assert.All(waiting, task => Assert.False(task.IsCompleted));
        await ends.CancelAsync();
        foreach (var task in waiting)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
    }

    [Fact(Timeout = Deadline)]
    public async Task Write_CallerGoesAway_ItIsCarriedOutAllTheSame()
    {
        var front = await FrontAsync();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writing = front.WriteAsync(Requests.Write("a"), gone.Token);
        var leader = await JoinAsync(0, new Duties().Lead(1));
        await using var deliveries = Deliveries(leader, 1);
        var delivery = Assert.Single(await NextAsync(deliveries));
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        Assert.Equal(0, front.Read().WriteDepth);
        await AnswerAsync(leader, delivery, "late");
        Assert.Equal("next", await WriteAndAnswerAsync(front, leader, deliveries));
    }

    [Fact(Timeout = Deadline)]
    public async Task Write_OfAnEarlierLifeOfTheFront_IsNotTakenForOneOfThis()
    {
        var before = new BrokerFront(Settings, static () => null);
        await before.StartAsync(Token);
        var lost = before.WriteAsync(Requests.Write("old"), Token);
        await ReadingAsync(before, reading => reading.WriteDepth == 1);
        var leader = await JoinAsync(0, new Duties().Lead(1));
        await using var deliveries = Deliveries(leader, 1);
        var old = Assert.Single(await NextAsync(deliveries));
        await before.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lost);
        var front = await FrontAsync();
        var writing = front.WriteAsync(Requests.Write("new"), Token);
        var young = Assert.Single(await NextAsync(deliveries));
        await AnswerAsync(leader, old, "old");
        await AnswerAsync(leader, young, "new");
        Assert.Equal("new", (await writing).Text());
    }

    [Fact(Timeout = Deadline)]
    public async Task Consume_MessageOfSomebodyElse_IsRefusedAndTold()
    {
        var front = await FrontAsync();
        var told = new TaskCompletionSource<string>();
        front.Noticed += notice =>
        {
            if (notice.Kind == "message-refused")
                told.TrySetResult(notice.Detail);
        };
        var leader = await JoinAsync(0, new Duties().Lead(1));
        var channel = await (await LinkAsync()).OpenAsync(hasConfirms: false, Token);
        await channel.BasicPublishAsync("", QueueNames.Writes, false, new BasicProperties(), "hello"u8.ToArray(), Token);
        await using var deliveries = Deliveries(leader, 1);
        Assert.Equal("next", await WriteAndAnswerAsync(front, leader, deliveries));
        Assert.Contains(QueueNames.Writes, await told.Task.WaitAsync(Token));
    }

    private static async Task<string> WriteAndAnswerAsync(BrokerFront front, BrokerSession leader, IAsyncEnumerator<IReadOnlyList<WriteDelivery>> deliveries)
    {
        var writing = front.WriteAsync(Requests.Write("next"), Token);
        await AnswerAsync(leader, Assert.Single(await NextAsync(deliveries)), "next");
        return (await writing).Text();
    }

    private static async Task AnswerAsync(BrokerSession leader, WriteDelivery delivery, string body)
    {
        leader.Writes.Answer(delivery, Requests.Ok(body));
        await leader.Writes.FlushAsync(Token);
    }

    private static IAsyncEnumerator<IReadOnlyList<WriteDelivery>> Deliveries(BrokerSession worker, long epoch) =>
        worker.Writes.ConsumeAsync(new Epoch(epoch), Token).GetAsyncEnumerator(Token);

    private static async Task<IReadOnlyList<WriteDelivery>> NextAsync(IAsyncEnumerator<IReadOnlyList<WriteDelivery>> deliveries)
    {
        Assert.True(await deliveries.MoveNextAsync());
        return deliveries.Current;
    }
}
