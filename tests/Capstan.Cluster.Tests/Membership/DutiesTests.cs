using Capstan.Cluster.Membership;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Testing;

namespace Capstan.Cluster.Tests.Membership;

public sealed class DutiesTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly Guid _self = Guid.NewGuid();
    private readonly Duties _duties;
    private TimeSpan _silence;
    private int _changes;

    public DutiesTests()
    {
        _duties = new Duties(_self, () => _silence, TimeSpan.FromSeconds(6), _time);
        _duties.Changed += () => _changes++;
    }

    public void Dispose() => _duties.Dispose();

    [Fact]
    public void Lead_Epoch_TakesWritesUntilAHigherOneLeads()
    {
        _duties.Lead(new Epoch(3));
        Assert.True(_duties.MayTakeWrites(new Epoch(3)));
        _duties.Show(new MembershipView { LeaderEpoch = new Epoch(4) });
        Assert.False(_duties.MayTakeWrites(new Epoch(3)));
        _duties.Show(new MembershipView());
        Assert.False(_duties.MayTakeWrites(new Epoch(3)));
        Assert.Equal(3, _changes);
    }

    [Fact]
    public void Connection_Broken_EndsTheWritesAfterAThirdOfTheSession()
    {
        _duties.Lead(new Epoch(3));
        _duties.Connection();
        var before = _changes;
        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Equal(before, _changes);
        _silence = TimeSpan.FromSeconds(2);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(before + 1, _changes);
        Assert.False(_duties.MayTakeWrites(new Epoch(3)));
        _silence = TimeSpan.Zero;
        _duties.Connection();
        Assert.True(_duties.MayTakeWrites(new Epoch(3)));
    }

    /// <summary>A timer that is early by a part of a millisecond must not be the last look.</summary>
    [Fact]
    public void Connection_TimerIsEarly_LooksAgain()
    {
        _duties.Lead(new Epoch(3));
        _duties.Connection();
        var before = _changes;
        _silence = TimeSpan.FromSeconds(1.9997);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(before, _changes);
        _silence = TimeSpan.FromSeconds(2.0007);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(before + 1, _changes);
    }

    [Fact]
    public void End_Session_TakesNothingMore()
    {
        _duties.Lead(new Epoch(3));
        _duties.End();
        Assert.False(_duties.MayTakeWrites(new Epoch(3)));
    }

    [Fact]
    public void Tell_Ready_ServesReads()
    {
        Assert.False(_duties.MayServeReads);
        _duties.Tell(new MemberState { IsReady = true });
        Assert.True(_duties.MayServeReads);
        Assert.Equal(1, _changes);
    }
}
