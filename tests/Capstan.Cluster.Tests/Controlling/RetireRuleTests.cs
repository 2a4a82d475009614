using Capstan.Cluster.Controlling;
using Capstan.Database.Log;
using Capstan.Database.Membership;

namespace Capstan.Cluster.Tests.Controlling;

public sealed class RetireRuleTests
{
    private static readonly Lsn Applied = new(7);
    private static readonly LogPosition LogEnd = new(20);

    [Fact]
    public void MayRetire_OthersHaveAll_IsTrue()
    {
        Assert.True(May(Member(0, 7, 20)));
        Assert.True(May(Member(0, 8, 21), Member(2, 7, 20)));
        // One that is not ready counts for nothing.
        Assert.True(May(Member(0, 8, 21), Member(2, 1, 1, isReady: false)));
    }

    [Fact]
    public void MayRetire_OneLacksARecord_IsFalse() => Assert.False(May(Member(0, 8, 21), Member(2, 6, 20)));

    [Fact]
    public void MayRetire_OneHasNotReadToTheLogsEnd_IsFalse() => Assert.False(May(Member(0, 8, 21), Member(2, 8, 19)));

    [Fact]
    public void MayRetire_NobodyIsReady_IsFalse()
    {
        Assert.False(May());
        Assert.False(May(Member(0, 8, 21, isReady: false)));
    }

    [Fact]
    public void MayRetire_TheSlotIsThere_IsFalse() => Assert.False(May(Member(0, 8, 21), Member(1, 8, 21)));

    private static bool May(params Member[] members) => RetireRule.MayRetire(1, Applied, LogEnd, members);

    private static Member Member(int slot, long applied, long position, bool isReady = true) =>
        new(Guid.NewGuid(), slot, slot + 10, "", new MemberState { Applied = new Lsn(applied), Position = new LogPosition(position), IsReady = isReady });
}
