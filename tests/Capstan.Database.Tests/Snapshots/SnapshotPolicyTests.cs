using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Snapshots;
using Capstan.Database.Worker;

namespace Capstan.Database.Tests.Snapshots;

public sealed class SnapshotPolicyTests
{
    private static readonly Member Leader = Member(1, isReady: true);
    private static readonly Member First = Member(2, isReady: true);
    private static readonly Member Second = Member(3, isReady: true);

    private static readonly WorkerSettings Settings = new()
    {
        Database = "main",
        Session = TimeSpan.FromSeconds(4),
        KeyRetention = TimeSpan.FromHours(1),
        KeyLimit = 10,
        SnapshotRecords = 100,
        SnapshotBytes = 1000,
        ScrubEvery = TimeSpan.FromMinutes(1),
        IsDurable = false,
    };

    [Theory]
    [InlineData(149, 999, 0, false)]
    [InlineData(150, 0, 0, true)]
    [InlineData(51, 1000, 0, true)]
    [InlineData(50, 1000, 0, false)]
    [InlineData(60, 0, 60, true)]
    [InlineData(59, 0, 60, false)]
    [InlineData(60, 0, 50, false)]
    public void IsDue_LastFollower_WhenEnoughWasLoggedOrOneIsWanted(long applied, long bytes, long wanted, bool isDue)
    {
        var view = View(wanted, Leader, First, Second);
        Assert.Equal(isDue, SnapshotPolicy.IsDue(view, Second.Id, new Lsn(applied), bytes, Settings));
        Assert.False(SnapshotPolicy.IsDue(view, First.Id, new Lsn(applied), bytes, Settings));
        Assert.False(SnapshotPolicy.IsDue(view, Leader.Id, new Lsn(applied), bytes, Settings));
    }

    [Fact]
    public void IsDue_NoFollowerReady_IsTheLeadersTurn()
    {
        var view = View(60, Leader, Member(2, isReady: false));
        Assert.True(SnapshotPolicy.IsDue(view, Leader.Id, new Lsn(60), 0, Settings));
    }

    [Fact]
    public void IsDue_WhoeverHadTheTurnStillMakesOne_IsNobodysTurn()
    {
        // It was a follower when it began, or the last one before another came.
        var making = Leader with { State = Leader.State with { MakesSnapshot = true } };
        Assert.False(SnapshotPolicy.IsDue(View(0, making, First, Second), Second.Id, new Lsn(1000), 0, Settings));
        Assert.True(SnapshotPolicy.IsDue(View(0, Leader, First, Second), Second.Id, new Lsn(1000), 0, Settings));
    }

    [Fact]
    public void IsDue_LastFollowerIsNotReady_IsTheTurnOfTheOneBefore() =>
        Assert.True(SnapshotPolicy.IsDue(View(0, Leader, First, Member(3, isReady: false)), First.Id, new Lsn(1000), 0, Settings));

    private static MembershipView View(long wanted, params Member[] members) =>
        new() { Members = members, Leader = Leader.Id, NewestSnapshot = new Lsn(50), WantedSnapshot = new Lsn(wanted) };

    private static Member Member(int pid, bool isReady) => new(new Guid(pid, 0, 0, new byte[8]), pid, pid, "sqlite", new MemberState { IsReady = isReady });
}
