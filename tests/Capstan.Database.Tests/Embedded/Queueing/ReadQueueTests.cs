using Capstan.Database.Embedded.Queueing;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Database.Reading;
using Capstan.Database.Statements;
using Capstan.Testing;

namespace Capstan.Database.Tests.Embedded.Queueing;

public sealed class ReadQueueTests : IDisposable
{
    private static readonly Answer Done = new(AnswerCode.Ok, new Lsn(1), default);
    private readonly ManualTimeProvider _time = new();
    private readonly ReadQueue _queue;
    private readonly FakeSink _leader = new();
    private readonly FakeSink _one = new(1);
    private readonly FakeSink _two = new(2);
    private LogPosition _end;

    public ReadQueueTests()
    {
        _queue = new ReadQueue(100, TimeSpan.FromSeconds(5), () => _end, _time);
        See(0, 0);
        foreach (var sink in (FakeSink[])[_leader, _one, _two])
            _queue.Consume(sink, 8);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task Read_UnansweredForLong_GoesOnceMoreToAnotherAndTheFirstAnswerWins()
    {
        var reading = ReadAsync();
        _time.Advance(ReadQueue.Patience - TimeSpan.FromMilliseconds(1));
        Assert.Empty(_two.Reads);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((1, 1, 0), (_one.Reads.Count, _two.Reads.Count, _leader.Reads.Count));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((1, 1, 0), (_one.Reads.Count, _two.Reads.Count, _leader.Reads.Count));
        _queue.Answer(_two, _two.Reads[0].Tag, Done);
        Assert.Same(Done, await reading);
        _queue.Answer(_one, _one.Reads[0].Tag, Done with { Lsn = new Lsn(9) });
        Assert.Equal(0, _queue.Depth);
    }

    [Fact]
    public void Read_EachUnansweredOne_IsRepeatedAtItsOwnTime()
    {
        _ = ReadAsync();
        _time.Advance(TimeSpan.FromMilliseconds(200));
        _ = ReadAsync();
        Assert.Equal((1, 1), (_one.Reads.Count, _two.Reads.Count));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal((1, 2), (_one.Reads.Count, _two.Reads.Count));
        _time.Advance(TimeSpan.FromMilliseconds(199));
        Assert.Equal((1, 2), (_one.Reads.Count, _two.Reads.Count));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((2, 2), (_one.Reads.Count, _two.Reads.Count));
    }

    [Fact]
    public void Read_AllFollowersBusy_WaitsInsteadOfGoingToTheLeader()
    {
        for (var i = 0; i < 17; i++)
            _ = ReadAsync();
        Assert.Equal((8, 8, 0), (_one.Reads.Count, _two.Reads.Count, _leader.Reads.Count));
        _queue.Answer(_two, _two.Reads[3].Tag, Done);
        Assert.Equal((8, 9, 0), (_one.Reads.Count, _two.Reads.Count, _leader.Reads.Count));
    }

    [Fact]
    public void Any_AFollowerThatDoesNotComeOn_IsPassedOver()
    {
        _end = new LogPosition(10);
        See(0, 10);
        _time.Advance(TimeSpan.FromSeconds(6));
        for (var i = 0; i < 4; i++)
            _ = ReadAsync(ReadLevel.Any);
        Assert.Equal((0, 4), (_one.Reads.Count, _two.Reads.Count));
        _ = ReadAsync(ReadLevel.Session);
        Assert.Single(_one.Reads);
    }

    [Fact]
    public void Any_AFollowerThatIsBehindButComesOn_IsServed()
    {
        _end = new LogPosition(10);
        See(0, 10);
        _time.Advance(TimeSpan.FromSeconds(4));
        See(5, 10);
        _time.Advance(TimeSpan.FromSeconds(4));
        _ = ReadAsync(ReadLevel.Any);
        Assert.Single(_one.Reads);
    }

    [Fact]
    public void Any_AFollowerAtTheEndOfAQuietLog_IsNeverStale()
    {
        _end = new LogPosition(10);
        See(10, 10);
        _time.Advance(TimeSpan.FromHours(1));
        _end = new LogPosition(11);
        _ = ReadAsync(ReadLevel.Any);
        Assert.Single(_one.Reads);
    }

    [Fact]
    public void Any_EveryFollowerStale_GoesToTheLeader()
    {
        _end = new LogPosition(10);
        See(0, 0, 10);
        _time.Advance(TimeSpan.FromSeconds(6));
        _ = ReadAsync(ReadLevel.Any);
        Assert.Single(_leader.Reads);
    }

    [Fact]
    public async Task Read_QueueFull_IsRefusedUntilOneEnds()
    {
        using var gone = new CancellationTokenSource();
        var cancelled = _queue.ReadAsync(Query(ReadLevel.Session), gone.Token);
        for (var i = 0; i < 99; i++)
            _ = ReadAsync();
        await Assert.ThrowsAsync<NotQueuedException>(() => ReadAsync());
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(99, _queue.Depth);
        _ = ReadAsync();
        Assert.Equal(100, _queue.Depth);
    }

    [Fact]
    public void Stop_Follower_ItsReadsGoToTheOtherAtOnce()
    {
        for (var i = 0; i < 4; i++)
            _ = ReadAsync();
        _queue.Stop(_one);
        Assert.Equal((4, 0), (_two.Reads.Count, _leader.Reads.Count));
    }

    private Task<Answer> ReadAsync(ReadLevel level = ReadLevel.Session) => _queue.ReadAsync(Query(level), Token);

    private static ReadQuery Query(ReadLevel level) => new() { Statements = [], Level = level };

    private void See(long one, long two, long leader = 0)
    {
        var members = new List<Member>();
        foreach (var (sink, position) in ((FakeSink, long)[])[(_leader, leader), (_one, one), (_two, two)])
            members.Add(new Member(sink.Id, sink.Slot, 10 + sink.Slot, "", new MemberState { IsReady = true, Position = new LogPosition(position) }));
        _queue.Look(() => new MembershipView { Members = members, Leader = _leader.Id });
    }
}
