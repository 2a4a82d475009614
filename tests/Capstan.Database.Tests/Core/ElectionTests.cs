using Capstan.Database.Leadership;
using Capstan.Database.Log;
using Capstan.Database.Membership;

namespace Capstan.Database.Tests.Core;

public sealed class ElectionTests
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);
    private readonly Election _election = new();

    [Theory]
    [InlineData(10, 20, 0.0, true)]
    [InlineData(30, 20, 0.9, false)]
    [InlineData(30, 20, 1.0, true)]
    public void MayTry_LowestPidFirst_TheNextATurnLater(int mine, int other, double waited, bool expected)
    {
        var view = CoreRig.View(null, Me(mine), CoreRig.Peer(5, 1, pid: other));

        Assert.Equal(expected, _election.MayTry(view, CoreRig.Self, new Lsn(5), knows: true, TimeSpan.FromSeconds(waited), Turn));
    }

    [Fact]
    public void MayTry_AnotherLeads_Waits() =>
        Assert.False(_election.MayTry(CoreRig.View(CoreRig.Other, Me(10)), CoreRig.Self, default, knows: true, Turn, Turn));

    [Fact]
    public void MayTry_SlotThatCannotBeAsked_OnlyWhenTheLogIsKnownOrForced()
    {
        var view = CoreRig.View(null, Me(10)) with { Roster = [0, 3] };

        Assert.False(_election.MayTry(view, CoreRig.Self, default, knows: false, Turn, Turn));
        Assert.True(_election.MayTry(view, CoreRig.Self, default, knows: true, Turn, Turn));
        Assert.True(_election.MayTry(view with { IsForced = true }, CoreRig.Self, default, knows: false, Turn, Turn));
    }

    [Fact]
    public void MayTry_LogIsShort_TheMostAdvancedComesFirst()
    {
        var view = CoreRig.View(null, Me(10), CoreRig.Peer(9, 1, pid: 20));

        Assert.False(_election.MayTry(view, CoreRig.Self, new Lsn(5), knows: false, TimeSpan.Zero, Turn));
        Assert.True(_election.MayTry(view, CoreRig.Other, new Lsn(5), knows: false, TimeSpan.Zero, Turn));
    }

    [Fact]
    public void Unheard_ReportFromBeforeTheMarker_DoesNotCount()
    {
        var view = CoreRig.View(null, Me(10), CoreRig.Peer(9, epoch: 6));

        Assert.Equal([1], _election.Unheard(view, CoreRig.Self, new Epoch(7)));
        Assert.Empty(_election.Unheard(view, CoreRig.Self, new Epoch(6)));
    }

    /// <summary>An operator gives up a slot that cannot be asked; a worker that is there is still asked, or what it holds would be lost for nothing.</summary>
    [Fact]
    public void Unheard_Forced_StillAsksThoseWhoAreThere()
    {
        var view = CoreRig.View(null, Me(10), CoreRig.Peer(9, epoch: 6)) with { Roster = [0, 1, 4], IsForced = true };

        Assert.Equal([1], _election.Unheard(view, CoreRig.Self, new Epoch(7)));
    }

    private static Member Me(int pid) => new(CoreRig.Self, 0, pid, "", new MemberState { Applied = new Lsn(5), IsReady = true, Epoch = new Epoch(1) });
}
