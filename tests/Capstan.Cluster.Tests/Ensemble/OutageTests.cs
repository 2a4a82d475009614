using Capstan.Cluster.Nodes;
using Capstan.Cluster.Tests.Running;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Testing.Servers;

namespace Capstan.Cluster.Tests.Ensemble;

public sealed class OutageTests(EnsembleFixture fixture)
{
    private const int Deadline = 120_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Deadline)]
    public async Task Cut_ShorterThanTheSession_TheLeaderStays()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        var leader = await lab.JoinAsync(0, 10);
        var epoch = await leader.LeadAsync();
        // Nodes are read one by one, so a worker's may show what came later than the leader's.
        await lab.StateAsync(state => state.Master?.Epoch == epoch.Value);
        leader.Proxy.Cut();
        await leader.Members.ReportAsync(new MemberState { IsReady = true, Applied = new Lsn(9), Trouble = "told after the cut" }, Token);
        var state = await lab.StateAsync(state => state.Workers.Values.Any(worker => worker.Trouble.Length > 0));
        Assert.Equal(epoch.Value, state.Master?.Epoch);
        Assert.True(leader.Members.Duties.MayTakeWrites(epoch));
    }

    /// <summary>A member whose work has stopped would be shown as it was for ever.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Begin_SomethingUnforeseenFails_TheMembershipEndsAndSaysSo()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        var worker = await lab.JoinAsync(0, 10);
        worker.Members.Begin(_ => throw new InvalidOperationException("nobody thought of this"));
        Assert.Contains("nobody thought of this", await worker.Members.Ended, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline)]
    public async Task Silence_OfAThirdOfTheSession_EndsTheWritesAndTheirReturnIsTold()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        var leader = await lab.JoinAsync(0, 10);
        var epoch = await leader.LeadAsync();
        var changed = new SemaphoreSlim(0);
        leader.Members.Duties.Changed += () => changed.Release();
        leader.Proxy.Refuse();
        while (leader.Members.Duties.MayTakeWrites(epoch))
            await changed.WaitAsync(Token);
        leader.Proxy.Restore();
        while (!leader.Members.Duties.MayTakeWrites(epoch) && !leader.Members.Ended.IsCompleted)
            await changed.WaitAsync(TimeSpan.FromMilliseconds(50), Token);
        Assert.False(leader.Members.Ended.IsCompleted);
    }

    [Fact(Timeout = Deadline)]
    public async Task Expired_Session_EndsTheMembership()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        var (leader, other) = (await lab.JoinAsync(0, 10), await lab.JoinAsync(1, 11));
        var epoch = await leader.LeadAsync();
        await SessionThief.EndAsync(lab.Server.Address, leader.Client, Token);
        await Assert.ThrowsAsync<SessionLostException>(() => leader.ViewAsync(_ => false));
        Assert.False(leader.Members.Duties.MayTakeWrites(epoch));
        Assert.Null(await leader.Members.TakeEpochAsync(Epoch.None, Token));
        Assert.False(await leader.Members.TakeLeadAsync(epoch, Token));
        await Assert.ThrowsAsync<SessionLostException>(() => leader.Members.ReportAsync(new MemberState(), Token).AsTask());
        await other.ViewAsync(view => view.Members.Count == 1 && view.Leader is null);
    }

    [Fact(Timeout = Deadline)]
    public async Task Leave_Worker_WritesWhatItHad()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        var leaving = await lab.JoinAsync(0, 10);
        await leaving.Members.ReportAsync(new MemberState { Applied = new Lsn(1) }, Token);
        await leaving.Members.ReportAsync(new MemberState { Applied = new Lsn(7) }, Token);
        await leaving.DisposeAsync();
        var state = await lab.StateAsync(state => state.Workers.IsEmpty && state.Roster.GetValueOrDefault(0)?.Applied is not null);
        Assert.Equal(7, state.Roster[0].Applied);
    }

    [Fact(Timeout = Deadline)]
    public async Task Vanished_Worker_TheControllerWritesWhatItLastTold()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        var vanishing = await lab.JoinAsync(0, 10);
        await vanishing.Members.ReportAsync(new MemberState { Applied = new Lsn(5) }, Token);
        await lab.StateAsync(state => state.Workers.Values.Any(worker => worker.Applied == 5));
        await vanishing.VanishAsync();
        var state = await lab.StateAsync(state => state.Workers.IsEmpty && state.Roster.GetValueOrDefault(0)?.Applied is not null);
        Assert.Equal(5, state.Roster[0].Applied);
        Assert.Equal(vanishing.Node.Id, state.Roster[0].Id);
    }

    [Fact(Timeout = Deadline)]
    public async Task Vanished_BeforeItToldAnything_TheControllerWritesWhatItCameWith()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        var vanishing = await lab.JoinAsync(0, 10);
        await lab.StateAsync(state => state.Workers.Count == 1);
        await vanishing.VanishAsync();
        var state = await lab.StateAsync(state => state.Workers.IsEmpty && state.Roster.GetValueOrDefault(0)?.Applied is not null);
        Assert.Equal(new RosterNode(vanishing.Node.Id, 0, 0), state.Roster[0]);
    }

    [Fact(Timeout = Deadline)]
    public async Task Leave_BeforeItToldAnything_FromASlotThatNobodyKnows_LeavesItUnknown()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        await (await lab.ClientAsync()).CreateAsync(NodePaths.RosterOf(0), NodeJson.Write(RosterNode.Unknown), cancellationToken: Token);
        var leaving = await lab.JoinAsync(0, 10);
        await lab.StateAsync(state => state.Workers.Count == 1);
        await leaving.DisposeAsync();
        await lab.JoinAsync(1, 11);
        var state = await lab.StateAsync(state => state.Workers.Count == 1 && state.Workers.ContainsKey(11));
        Assert.Equal(new RosterNode(leaving.Node.Id, null), state.Roster[0]);
    }

    /// <summary>
    /// Crash point C21: what must not be forgotten comes back before any worker finds its way in. New servers hang up without a word on whoever
    /// has seen more than they have: that the old sessions are over, controller's and workers', their client finds out by itself.
    /// </summary>
    [Fact(Timeout = Deadline)]
    public async Task Recreated_Empty_SettingsRosterAndEpochsComeBack()
    {
        Assert.SkipWhen(ZooKeeperServer.Lack is not null, ZooKeeperServer.Lack ?? "");
        await using var server = await ZooKeeperServer.StartNewAsync(Token);
        await using var lab = new ClusterLab(server) { NewestSnapshot = 4 };
        await lab.StartAsync();
        var (leader, other) = (await lab.JoinAsync(0, 10), await lab.JoinAsync(3, 13));
        await leader.Members.TakeEpochAsync(new Epoch(40), Token);
        await lab.StateAsync(state => state.Epoch?.Epoch == 41 && state.Roster.Count == 2);
        await server.ForgetAsync();
        await server.StartAsync(Token);
        await Assert.ThrowsAsync<SessionLostException>(() => leader.ViewAsync(_ => false));
        await Assert.ThrowsAsync<SessionLostException>(() => other.ViewAsync(_ => false));
        var state = await lab.StateAsync(state => state is { HasSettings: true, Workers.IsEmpty: true, Roster.Count: 2 });
        Assert.Equal([0, 3], state.ToView().Roster);
        Assert.Equal(new Lsn(4), state.ToView().NewestSnapshot);
        var again = await lab.JoinAsync(0, 20);
        Assert.Equal(new Epoch(42), await again.Members.TakeEpochAsync(Epoch.None, Token));
    }

    /// <summary>An ensemble that was only away knows its sessions: nobody ends, however long it took.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Away_ForTwoSessions_MembersAndLeaderStay()
    {
        Assert.SkipWhen(ZooKeeperServer.Lack is not null, ZooKeeperServer.Lack ?? "");
        await using var server = await ZooKeeperServer.StartNewAsync(Token);
        await using var lab = await new ClusterLab(server).StartAsync();
        var leader = await lab.JoinAsync(0, 10);
        var epoch = await leader.LeadAsync();
        await lab.StateAsync(state => state.Master is not null);
        await server.KillAsync();
        await Task.Delay(2 * ClusterLab.Session, Token);
        Assert.False(leader.Members.Duties.MayTakeWrites(epoch));
        Assert.True(lab.Link.Silence > ClusterLab.Session);
        Assert.Equal(10, lab.Link.State.Master?.Pid);
        await server.StartAsync(Token);
        while (!leader.Members.Duties.MayTakeWrites(epoch))
            await Task.Delay(20, Token);
        await leader.Members.ReportAsync(new MemberState { IsReady = true, Trouble = "is back" }, Token);
        var state = await lab.StateAsync(state => state.Workers.GetValueOrDefault(10)?.Trouble == "is back");
        Assert.Equal((epoch.Value, leader.Node.Id), (state.Master?.Epoch, state.Master?.Id));
        Assert.False(leader.Members.Ended.IsCompleted);
    }

    [Fact(Timeout = Deadline)]
    public async Task Cleared_ByAnOperator_ComesBackToo()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        await lab.JoinAsync(0, 10);
        await lab.StateAsync(state => state.Roster.Count == 1);
        var client = await lab.ClientAsync();
        await client.DeleteAsync(NodePaths.RosterOf(0), cancellationToken: Token);
        await client.DeleteAsync(NodePaths.Settings, cancellationToken: Token);
        while (await client.ExistsAsync(NodePaths.Settings, Token) is null || await client.ExistsAsync(NodePaths.RosterOf(0), Token) is null)
            await Task.Delay(10, Token);
        await lab.StateAsync(state => state is { HasSettings: true, Roster.Count: 1 });
    }

    [Fact(Timeout = Deadline)]
    public async Task Wanted_Snapshot_IsShownWhileSomebodyWaits()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        var worker = await lab.JoinAsync(0, 10);
        lab.Housekeeping.Want(new Lsn(5));
        lab.Housekeeping.Want(new Lsn(9));
        lab.Link.Mark();
        await worker.ViewAsync(view => view.WantedSnapshot == new Lsn(9));
        lab.Housekeeping.Unwant(new Lsn(9));
        lab.Link.Mark();
        await worker.ViewAsync(view => view.WantedSnapshot == new Lsn(5));
        lab.Housekeeping.Unwant(new Lsn(5));
        lab.Link.Mark();
        await worker.ViewAsync(view => view.WantedSnapshot == Lsn.None);
    }
}
