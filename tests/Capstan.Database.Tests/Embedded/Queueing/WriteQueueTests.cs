using System.Globalization;
using Capstan.Database.Embedded.Queueing;
using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Statements;
using Capstan.Testing;

namespace Capstan.Database.Tests.Embedded.Queueing;

public sealed class WriteQueueTests
{
    private static readonly Answer Done = new(AnswerCode.Ok, new Lsn(1), default);
    private readonly ManualTimeProvider _time = new();
    private readonly WriteQueue _queue;

    public WriteQueueTests() => _queue = new WriteQueue(5000, _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_CancelledBeforeAnyDelivery_IsTakenBack()
    {
        using var gone = new CancellationTokenSource();
        var writing = _queue.WriteAsync(Intent("a"), gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        Assert.Equal(0, _queue.Depth);
        var sink = new FakeSink();
        _queue.Consume(sink, new Epoch(1));
        Assert.Empty(sink.Writes);
    }

    [Fact]
    public void Write_MoreThanTheCredit_TheRestWaitsForAnswers()
    {
        var sink = new FakeSink();
        _queue.Consume(sink, new Epoch(1));
        for (var i = 0; i < WriteQueue.Credit + 10; i++)
            _ = _queue.WriteAsync(Intent($"{i}"), Token);
        Assert.Equal(WriteQueue.Credit, sink.Writes.Count);
        _queue.Answer(sink, sink.Writes[5].Tag, Done);
        _queue.Pump();
        Assert.Equal(WriteQueue.Credit + 1, sink.Writes.Count);
    }

    [Fact]
    public void Write_WorkerHasNoRoom_WaitsUntilItHas()
    {
        var sink = new FakeSink { HasRoom = false };
        _queue.Consume(sink, new Epoch(1));
        _ = _queue.WriteAsync(Intent("a"), Token);
        Assert.Empty(sink.Writes);
        sink.HasRoom = true;
        _queue.Pump();
        Assert.Single(sink.Writes);
    }

    [Fact]
    public void Stop_Unanswered_GoToTheFrontInTheirOrder()
    {
        var (first, second) = (new FakeSink(), new FakeSink(1));
        foreach (var name in (string[])["a", "b", "c"])
            _ = _queue.WriteAsync(Intent(name), Token);
        _queue.Consume(first, new Epoch(1));
        _queue.Stop(first);
        _ = _queue.WriteAsync(Intent("d"), Token);
        _queue.Consume(second, new Epoch(2));
        Assert.Equal(["a", "b", "c", "d"], second.Requests);
    }

    [Fact]
    public async Task Answer_OfAnOlderConsumer_HasNoEffect()
    {
        var (first, second) = (new FakeSink(), new FakeSink(1));
        var writing = _queue.WriteAsync(Intent("a"), Token);
        _queue.Consume(first, new Epoch(1));
        _queue.Consume(second, new Epoch(2));
        _queue.Answer(first, first.Writes[0].Tag, Done);
        _queue.Answer(first, second.Writes[0].Tag, Done);
        Assert.False(writing.IsCompleted);
        _queue.Answer(second, second.Writes[0].Tag, Done);
        Assert.Same(Done, await writing);
    }

    [Fact]
    public void Consume_LowerEpochAfterAHigherOneHasLeft_IsNotServed()
    {
        var (zombie, leader) = (new FakeSink(), new FakeSink(1));
        _queue.Consume(leader, new Epoch(2));
        _queue.Stop(leader);
        _queue.Consume(zombie, new Epoch(1));
        _ = _queue.WriteAsync(Intent("a"), Token);
        Assert.Empty(zombie.Writes);
    }

    [Fact]
    public async Task Write_TooManyBytes_IsRefused()
    {
        var large = Intent("a") with { Body = new byte[100 * 1024 * 1024] };
        _ = _queue.WriteAsync(large, Token);
        _ = _queue.WriteAsync(large, Token);
        await Assert.ThrowsAsync<NotQueuedException>(() => _queue.WriteAsync(large, Token));
    }

    [Fact]
    public async Task Close_SurelyNotDoneAndUnknown_AreToldApart()
    {
        var sink = new FakeSink();
        var delivered = _queue.WriteAsync(Intent("a"), Token);
        _queue.Consume(sink, new Epoch(1));
        sink.HasRoom = false;
        var waiting = _queue.WriteAsync(Intent("b"), Token);
        _queue.Close();
        await Assert.ThrowsAsync<TaskCanceledException>(() => delivered);
        await Assert.ThrowsAsync<NotQueuedException>(() => waiting);
        await Assert.ThrowsAsync<NotQueuedException>(() => _queue.WriteAsync(Intent("c"), Token));
    }

    [Fact]
    public void Write_OfAnIdThatWasRefusedADayAgo_IsTriedAgain()
    {
        _ = _queue.WriteAsync(Intent("a"), Token);
        for (var epoch = 1; epoch <= WriteQueue.DeliveryLimit + 1; epoch++)
            _queue.Consume(new FakeSink(), new Epoch(epoch));
        var sink = new FakeSink();
        _queue.Consume(sink, new Epoch(100));
        Assert.True(Assert.Single(sink.Writes).IsDead);
        _queue.Answer(sink, sink.Writes[0].Tag, Done);

        _time.Advance(FailureBook.DeadFor);
        _ = _queue.WriteAsync(Intent("a"), Token);
        Assert.True(sink.Writes[^1].IsDead);
        _queue.Answer(sink, sink.Writes[^1].Tag, Done);

        _time.Advance(TimeSpan.FromSeconds(1));
        _ = _queue.WriteAsync(Intent("a"), Token);
        Assert.Equal((3, false), (sink.Writes.Count, sink.Writes[^1].IsDead));
    }

    [Fact]
    public async Task Write_OfARefusedIdThatIsTakenBack_LeavesTheQueue()
    {
        _ = _queue.WriteAsync(Intent("a"), Token);
        for (var epoch = 1; epoch <= WriteQueue.DeliveryLimit + 1; epoch++)
            _queue.Consume(new FakeSink(), new Epoch(epoch));
        _queue.Consume(new FakeSink { HasRoom = false }, new Epoch(100));
        Assert.Equal(1, _queue.DeadDepth);

        using var gone = new CancellationTokenSource();
        var writing = _queue.WriteAsync(Intent("a"), gone.Token);
        Assert.Equal(2, _queue.DeadDepth);
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        Assert.Equal(1, _queue.DeadDepth);
    }

    [Fact]
    public void Deliver_CarriesTheQueuesClock()
    {
        var sink = new FakeSink();
        _queue.Consume(sink, new Epoch(1));
        _ = _queue.WriteAsync(Intent("a"), Token);
        var noon = DateTimeOffset.Parse("2026-01-01T12:00:00Z", CultureInfo.InvariantCulture);
        Assert.Equal(noon.ToUnixTimeMilliseconds(), sink.Writes[0].Now);
    }

    private static WriteIntent Intent(string request) => new() { Request = new RequestId(request), Body = new byte[3], Deadline = 1 };
}
