using Capstan.Cluster.Membership;
using Capstan.Database.Log;
using Capstan.Database.Membership;

namespace Capstan.Cluster.Tests.Membership;

public sealed class DutyRuleTests
{
    private static readonly Guid Self = Guid.NewGuid();
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(6);

    [Theory]
    [InlineData(false, false, true, false)]
    [InlineData(true, false, true, true)]
    [InlineData(true, false, false, true)]
    [InlineData(true, true, true, false)]
    [InlineData(true, true, false, true)]
    public void MayServeReads_LeadersOnlyWithoutAReadyFollower(bool isReady, bool leads, bool hasReadyOther, bool may)
    {
        var view = new MembershipView { Members = [Member(Self, isReady), Member(Guid.NewGuid(), hasReadyOther)] };
        Assert.Equal(may, DutyRule.MayServeReads(view, Self, isReady, leads));
    }

    [Theory]
    [InlineData(5, 5, 0, true)]
    [InlineData(6, 5, 0, true)]
    [InlineData(4, 5, 0, false)]
    [InlineData(5, 5, 1.9, true)]
    [InlineData(5, 5, 2, false)]
    public void MayTakeWrites_NotUnderAHigherEpochNorAfterAThirdOfTheSession(long epoch, long highest, double silence, bool may) =>
        Assert.Equal(may, DutyRule.MayTakeWrites(new Epoch(epoch), new Epoch(highest), TimeSpan.FromSeconds(silence), Session));

    private static Member Member(Guid id, bool isReady) => new(id, 0, 1, "", new MemberState { IsReady = isReady });
}
