using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Statements;
using Capstan.RabbitMq.Connecting;
using Capstan.RabbitMq.Front;

namespace Capstan.RabbitMq.Tests.Front;

public sealed class RequestTableTest
{
    private static readonly Answer Ok = new(AnswerCode.Ok, new Lsn(1), default);

    private readonly RequestTable<FrontWrite> _table = new("writes", 5, new GatherRule(3, 100));
    private long _numbers;

    [Fact]
    public void Take_AllThatWait_UpToTheRule()
    {
        var all = Enumerable.Range(0, 5).Select(_ => Add(10)).ToList();
        Assert.Equal(all.Take(3), _table.Take());
        Assert.Equal(all.Skip(3), _table.Take());
        Assert.Empty(_table.Take());
    }

    [Fact]
    public void Take_LargeOnes_GoAlone()
    {
        var (small, large, other) = (Add(10), Add(500), Add(10));
        Assert.Equal([small], _table.Take());
        Assert.Equal([large], _table.Take());
        Assert.Equal([other], _table.Take());
    }

    [Fact]
    public void Add_Full_IsRefused()
    {
        for (var i = 0; i < 5; i++)
            Add(1);
        Assert.Contains("5 of 5", Assert.Throws<NotQueuedException>(() => Add(1)).Message);
    }

    [Fact]
    public async Task Settle_Refused_IsSurelyNotQueued()
    {
        var write = Add(1);
        _table.Settle(_table.Take(), Fate.Refused);
        var refused = await Assert.ThrowsAsync<NotQueuedException>(() => write.Answer.Task);
        // The broker gives back what has no queue, and what one has no room for.
        Assert.Contains("full or not there", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, _table.Count);
    }

    /// <summary>The first one may have been carried out.</summary>
    [Fact]
    public void Settle_RefusedAfterOneInDoubt_StaysUnknown()
    {
        var write = Add(1);
        _table.Settle(_table.Take(), Fate.Unknown);
        _table.SendAgain(static _ => true);
        _table.Settle(_table.Take(), Fate.Refused);
        Assert.False(write.Answer.Task.IsCompleted);
        Assert.Equal(1, _table.Count);
    }

    [Fact]
    public void Settle_TwiceOnItsWay_WaitsForBothFates()
    {
        var write = Add(1);
        var first = _table.Take();
        _table.SendAgain(static _ => true);
        var second = _table.Take();
        _table.Settle(first, Fate.Refused);
        Assert.False(write.Answer.Task.IsCompleted);
        _table.Settle(second, Fate.Taken);
        Assert.False(write.Answer.Task.IsCompleted);
    }

    [Fact]
    public async Task Refuse_OnlyWhatWasNeverSent()
    {
        var sent = Add(1);
        _table.Settle(_table.Take(), Fate.Unknown);
        _table.SendAgain(static _ => true);
        var waiting = Add(1);
        _table.Refuse(static _ => true, "the broker is away");
        Assert.Contains("away", (await Assert.ThrowsAsync<NotQueuedException>(() => waiting.Answer.Task)).Message);
        Assert.False(sent.Answer.Task.IsCompleted);
        Assert.Equal([sent], _table.Take());
    }

    [Fact]
    public void PutBack_GoesFirstAgainInItsOrder()
    {
        var (first, second) = (Add(1), Add(1));
        var batch = _table.Take();
        var third = Add(1);
        _table.PutBack(batch);
        Assert.Equal([first, second, third], _table.Take());
    }

    [Fact]
    public void SendAgain_Unanswered_BeforeNewOnesInTheirOrder()
    {
        var (first, second, third) = (Add(1), Add(1), Add(1));
        _table.Settle(_table.Take(), Fate.Taken);
        _table.End(second, Ok);
        var fourth = Add(1);
        _table.SendAgain(static _ => true);
        Assert.Equal([first, third, fourth], _table.Take());
    }

    [Fact]
    public async Task Abandon_WhileItWaits_IsNeverSent()
    {
        var (gone, other) = (Add(1), Add(1));
        _table.Abandon(gone, new CancellationToken(canceled: true));
        Assert.Equal([other], _table.Take());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone.Answer.Task);
    }

    [Fact]
    public async Task End_SecondAnswer_ChangesNothing()
    {
        var write = Add(1);
        _table.End(write, Ok);
        _table.End(write, Ok with { Code = AnswerCode.Poison });
        Assert.Equal(Ok, await write.Answer.Task);
        Assert.False(_table.TryFind(write.Number, out _));
    }

    [Fact]
    public async Task Close_UnsentIsRefusedAndSentIsUnknown()
    {
        var sent = Add(1);
        _table.Take();
        var unsent = Add(1);
        _table.Close();
        await Assert.ThrowsAsync<NotQueuedException>(() => unsent.Answer.Task);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent.Answer.Task);
        Assert.Throws<NotQueuedException>(() => Add(1));
    }

    [Fact]
    public async Task Some_WaitsUntilSomethingIsThere()
    {
        var some = _table.SomeAsync(TestContext.Current.CancellationToken);
        Assert.False(some.IsCompleted);
        Add(1);
        await some;
    }

    [Fact]
    public void Enough_NobodyGathers_AlwaysIs()
    {
        Add(1);
        _table.Take();
        Add(1);
        Assert.True(_table.EnoughAsync().IsCompleted);
    }

    [Fact]
    public async Task Enough_ManyAreUnderWay_WaitsForAsManyMore()
    {
        var table = Gathering();
        var (first, second) = (Add(1, table), Add(1, table));
        Assert.True(table.EnoughAsync().IsCompleted);
        Assert.Equal([first, second], table.Take());
        var third = Add(1, table);
        var enough = table.EnoughAsync();
        Assert.False(enough.IsCompleted);
        var fourth = Add(1, table);
        await enough;
        Assert.Equal([third, fourth], table.Take());
    }

    [Fact]
    public async Task Enough_WhatWasUnderWayIsAnswered_GoesOn()
    {
        var table = Gathering();
        var (first, _) = (Add(1, table), Add(1, table));
        table.Take();
        Add(1, table);
        var enough = table.EnoughAsync();
        Assert.False(enough.IsCompleted);
        table.End(first, Ok);
        await enough;
    }

    [Fact]
    public async Task Enough_CallersOfWhatWasUnderWayGo_GoesOn()
    {
        var table = Gathering();
        var (first, _) = (Add(1, table), Add(1, table));
        table.Take();
        Add(1, table);
        var enough = table.EnoughAsync();
        table.Abandon(first, new CancellationToken(canceled: true));
        await enough;
    }

    [Fact]
    public void Enough_SentAgain_GoesAtOnce()
    {
        var table = Gathering();
        for (var i = 0; i < 3; i++)
            Add(1, table);
        table.Take();
        table.SendAgain(static _ => true);
        Assert.True(table.EnoughAsync().IsCompleted);
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(1, 2, false)]
    [InlineData(4, 5, false)]
    [InlineData(5, 5, true)]
    [InlineData(7, 9, false)]
    [InlineData(8, 9, true)]
    public void IsEnough_CrowdOfTwoAndEightInAMessage(int waiting, int underWay, bool isEnough) =>
        Assert.Equal(isEnough, new GatherRule(8, 100) { Crowd = 2 }.IsEnough(waiting, underWay));

    private static RequestTable<FrontWrite> Gathering() => new("writes", 5, new GatherRule(3, 100) { Crowd = 2 });

    private FrontWrite Add(int bytes, RequestTable<FrontWrite>? table = null)
    {
        var write = new FrontWrite(++_numbers, 0) { Payload = new byte[bytes] };
        (table ?? _table).Add(write);
        return write;
    }
}
