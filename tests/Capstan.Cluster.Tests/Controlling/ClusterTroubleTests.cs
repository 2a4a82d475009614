using Capstan.Cluster.Controlling;
using Capstan.Database.Membership;

namespace Capstan.Cluster.Tests.Controlling;

public sealed class ClusterTroubleTests
{
    private static readonly Member Ready = new(Guid.NewGuid(), 0, 1, "", new MemberState { IsReady = true });

    [Fact]
    public void Of_AllIsWell_IsEmpty() => Assert.Equal("", ClusterTrouble.Of("", "", "", "", new MembershipView { Members = [Ready], Leader = Ready.Id }));

    [Fact]
    public void Of_Servers_AreNamedThoughSomebodyIsShownToLead() => Assert.Equal(
        "No broker. No ensemble. Full disk. Short log.", ClusterTrouble.Of("No broker.", "No ensemble.", "Full disk.", "Short log.", new MembershipView { Members = [Ready], Leader = Ready.Id }));

    [Fact]
    public void Of_NobodyLeads_SaysWhy()
    {
        Assert.Equal("No worker is there.", ClusterTrouble.Of("", "", "", "", new MembershipView()));
        Assert.Equal("An election is under way.", ClusterTrouble.Of("", "", "", "", new MembershipView { Members = [Ready] }));
        Assert.Equal("No worker is ready yet.", ClusterTrouble.Of("", "", "", "", new MembershipView { Members = [Ready with { State = new MemberState() }] }));
        var stuck = Ready with { State = new MemberState { Trouble = "waits to hear what slot 1 holds" } };
        Assert.Equal("Nobody leads. slot 0: waits to hear what slot 1 holds", ClusterTrouble.Of("", "", "", "", new MembershipView { Members = [stuck] }));
    }
}
