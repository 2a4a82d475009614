using Capstan.Cluster.Controlling;
using Capstan.Cluster.Ensemble;
using Capstan.Cluster.Nodes;
using Capstan.Cluster.Tests.Running;
using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Testing.Servers;
using Capstan.ZooKeeper;

namespace Capstan.Cluster.Tests.Ensemble;

public sealed class LeadTests(EnsembleFixture fixture)
{
    private const int Deadline = 60_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Deadline)]
    public async Task TakeEpoch_ManyAtOnce_NoNumberTwice()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        LabWorker[] workers = [await lab.JoinAsync(0, 10), await lab.JoinAsync(1, 11), await lab.JoinAsync(2, 12)];
        var taken = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => workers[i % 3].Members.TakeEpochAsync(Epoch.None, Token)));
        var given = taken.OfType<Epoch>().ToList();
        Assert.NotEmpty(given);
        Assert.Equal(given.Count, given.Distinct().Count());
        Assert.Equal(new Epoch(1001), await workers[0].Members.TakeEpochAsync(new Epoch(1000), Token));
    }

    /// <summary>The write happened, the reply did not come: the owner in the node tells.</summary>
    [Fact(Timeout = Deadline)]
    public async Task TakeEpoch_ReplyIsLost_IsItsOwn()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        var worker = await lab.JoinAsync(0, 10);
        worker.Proxy.Delay = TimeSpan.FromMilliseconds(200);
        var taking = worker.Members.TakeEpochAsync(new Epoch(6), Token);
        await lab.StateAsync(state => state.Epoch?.Epoch == 7);
        worker.Proxy.Cut();
        worker.Proxy.Delay = TimeSpan.Zero;
        Assert.Equal(new Epoch(7), await taking);
    }

    [Fact(Timeout = Deadline)]
    public async Task TakeLead_ReplyIsLost_Leads()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        var worker = await lab.JoinAsync(0, 10);
        var (_, taking) = await ClaimAsync(lab, worker);
        worker.Proxy.Cut();
        worker.Proxy.Delay = TimeSpan.Zero;
        Assert.True(await taking);
        Assert.Equal(worker.Node.Id, (await worker.ViewAsync(view => view.Leader is not null)).Leader);
    }

    /// <summary>The claim is done, its reply is lost, and so is the reply to the question whether it is done.</summary>
    [Fact(Timeout = Deadline)]
    public async Task TakeLead_ConnectionBreaksAgainWhileItLooks_Leads()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        var worker = await lab.JoinAsync(0, 10);
        var (_, taking) = await ClaimAsync(lab, worker);
        var back = BackAsync(worker.Client);
        worker.Proxy.Cut();
        await back;
        // What it asks first waits for the proxy's delay now.
        worker.Proxy.SwallowRequests();
        await worker.Proxy.Swallowed.ReachAsync(1, Token);
        worker.Proxy.Cut();
        worker.Proxy.Restore();
        worker.Proxy.Delay = TimeSpan.Zero;
        Assert.True(await taking);
    }

    /// <summary>Somebody else took an epoch before it could look: it is shown as the leader all the same, and is told so.</summary>
    [Fact(Timeout = Deadline)]
    public async Task TakeLead_ReplyIsLostAndTheEpochIsPassed_IsShown()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        var (worker, other) = (await lab.JoinAsync(0, 10), await lab.JoinAsync(1, 11));
        var (epoch, taking) = await ClaimAsync(lab, worker);
        worker.Proxy.Refuse();
        Assert.True(await other.Members.TakeEpochAsync(epoch, Token) > epoch);
        worker.Proxy.Delay = TimeSpan.Zero;
        worker.Proxy.Restore();
        Assert.True(await taking);
    }

    [Fact(Timeout = Deadline)]
    public async Task TakeLead_EpochIsNotTheLastOne_IsRefused()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        var (one, two) = (await lab.JoinAsync(0, 10), await lab.JoinAsync(1, 11));
        var low = (await one.Members.TakeEpochAsync(Epoch.None, Token))!.Value;
        var high = (await two.Members.TakeEpochAsync(Epoch.None, Token))!.Value;
        Assert.False(await one.Members.TakeLeadAsync(low, Token));
        Assert.False(await one.Members.TakeLeadAsync(high, Token));
        Assert.True(await two.Members.TakeLeadAsync(high, Token));
        Assert.True(await two.Members.TakeLeadAsync(high, Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task TakeLead_LeaderOfALowerEpoch_IsDeposed()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        var (old, young) = (await lab.JoinAsync(0, 10), await lab.JoinAsync(1, 11));
        var low = await old.LeadAsync();
        Assert.True(old.Members.Duties.MayTakeWrites(low));
        var high = await young.LeadAsync();
        Assert.Equal(young.Node.Id, (await old.ViewAsync(view => view.LeaderEpoch == high)).Leader);
        Assert.False(old.Members.Duties.MayTakeWrites(low));
        Assert.True(young.Members.Duties.MayTakeWrites(high));
    }

    /// <summary>The next life of the same worker finds a leader's node that is not its own: that makes it no leader.</summary>
    [Fact(Timeout = Deadline)]
    public async Task TakeLead_NodeOfADeadSessionIsLeft_OnlyAnEpochOfItsOwnLeads()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        var old = await lab.JoinAsync(0, 10);
        var epoch = await old.LeadAsync();
        await old.VanishAsync();
        var young = await lab.JoinAsync(0, 11, earlier: old.Node.Id);
        Assert.NotNull((await lab.StateAsync(state => state.Workers.ContainsKey(11))).Master);
        Assert.Null((await young.ViewAsync(view => view.Members.Count == 1)).Leader);
        Assert.False(await young.Members.TakeLeadAsync(epoch, Token));
        var next = await young.LeadAsync();
        Assert.True(next > epoch);
        Assert.Equal(next, (await young.ViewAsync(view => view.Leader == young.Node.Id)).LeaderEpoch);
    }

    [Fact(Timeout = Deadline)]
    public async Task Look_LeadersProcessHasEnded_ItsNodesGoAtOnce()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        var (leader, other) = (await lab.JoinAsync(0, 10), await lab.JoinAsync(1, 11));
        await leader.LeadAsync();
        await other.ViewAsync(view => view.Leader is not null);
        Assert.False(lab.Housekeeping.Look([new RunningWorker(0, 10, null), new RunningWorker(1, 11, null)]));
        leader.Proxy.Freeze();
        Assert.True(lab.Housekeeping.Look([new RunningWorker(1, 11, null)]));
        lab.Link.Mark();
        await other.ViewAsync(view => view.Members.Count == 1 && view.Leader is null);
        var state = await lab.StateAsync(state => state.Workers.Count == 1);
        Assert.Null((await lab.StateAsync(state => state.Master is null)).Master);
        Assert.Equal([0, 1], state.ToView().Roster);
        leader.Proxy.Restore();
        // Had it only been frozen: its node is gone, so it ends.
        await Assert.ThrowsAsync<SessionLostException>(() => leader.ViewAsync(_ => false));
    }

    /// <summary>The runtime has not noticed yet and the session is alive: the line alone says it.</summary>
    [Fact(Timeout = Deadline)]
    public async Task End_LeadersLineIsCut_ItsNodesGoAtOnce()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        var (leader, other) = (await lab.JoinAsync(0, 10), await lab.JoinAsync(1, 11));
        await leader.LeadAsync();
        await other.ViewAsync(view => view.Leader is not null);
        lab.Housekeeping.Look([new RunningWorker(0, 10, null), new RunningWorker(1, 11, null)]);
        lab.Housekeeping.End(leader.Node.Id);
        lab.Link.Mark();
        await other.ViewAsync(view => view.Members.Count == 1 && view.Leader is null);
        Assert.Null((await lab.StateAsync(state => state is { Master: null, Workers.Count: 1 })).Master);
        Assert.Equal(ConnectionState.Connected, leader.Client.State);
    }

    /// <summary>A pass may rest on news from before the lead was taken.</summary>
    [Fact(Timeout = Deadline)]
    public async Task End_LeadWasTakenSinceTheLastNews_BothNodesGo()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        var leader = await lab.JoinAsync(0, 10);
        await leader.LeadAsync();
        var known = await lab.StateAsync(state => state is { Master: not null, Workers.Count: 1 });
        lab.Housekeeping.End(leader.Node.Id);
        await lab.Housekeeping.TidyAsync(lab.Link.Client!, known with { Master = null }, Token);
        Assert.Null(await lab.Link.Client!.ReadAsync<MasterNode>(NodePaths.Master, Token));
    }

    /// <summary>A successor that took its epoch before it saw this leader replaces its node while that is being removed, between any two steps.</summary>
    [Theory(Timeout = Deadline)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task End_SuccessorTakesTheLeadMeanwhile_ItsNodeStays(int steps)
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        await using var proxy = new FaultProxy(lab.Server.Port);
        var (ended, next) = (await lab.JoinAsync(0, 10), await lab.JoinAsync(1, 11));
        await ended.LeadAsync();
        var state = await lab.StateAsync(state => state is { Master: not null, Workers.Count: 2, Roster.Count: 2 });
        var epoch = (await next.Members.TakeEpochAsync(Epoch.None, Token))!.Value;
        var housekeeping = new Housekeeping(ClusterLab.Settings, lab.Known, () => Lsn.None);
        housekeeping.End(ended.Node.Id);
        var client = await lab.ClientAsync(proxy.Port);
        proxy.Delay = TimeSpan.FromMilliseconds(200);
        var before = proxy.Passed.Value;
        var pass = housekeeping.TidyAsync(client, state, Token);
        await proxy.Passed.ReachAsync(before + steps, Token);
        Assert.True(await next.Members.TakeLeadAsync(epoch, Token));
        proxy.Delay = TimeSpan.Zero;
        await pass;
        Assert.Equal(next.Node.Id, (await lab.Link.Client!.ReadAsync<MasterNode>(NodePaths.Master, Token))?.Value?.Id);
        Assert.Null(await lab.Link.Client!.ReadAsync<WorkerNode>(NodePaths.Worker(10), Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task Force_Leader_IsUsedUpByTheNextOne()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        var worker = await lab.JoinAsync(0, 10);
        await lab.Link.Client!.CreateAsync(NodePaths.Force, default, cancellationToken: Token);
        await worker.ViewAsync(view => view.IsForced);
        await worker.LeadAsync();
        await worker.ViewAsync(view => view is { IsForced: false, Leader: not null });
        Assert.False((await lab.StateAsync(state => state is { Master: not null, IsForced: false })).IsForced);
    }

    /// <summary>Waits until a connection that is there now was lost and is there again.</summary>
    private static async Task BackAsync(ZooKeeperClient client)
    {
        var back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var wasLost = false;
        client.StateChanged += See;
        try
        {
            await back.Task.WaitAsync(Token);
        }
        finally
        {
            client.StateChanged -= See;
        }

        void See(ConnectionState state)
        {
            if (state != ConnectionState.Connected)
                wasLost = true;
            else if (wasLost)
                back.TrySetResult();
        }
    }

    /// <summary>A claim that is carried out, with its reply still on its way.</summary>
    private static async Task<(Epoch Epoch, Task<bool> Taking)> ClaimAsync(ClusterLab lab, LabWorker worker)
    {
        var epoch = (await worker.Members.TakeEpochAsync(Epoch.None, Token))!.Value;
        worker.Proxy.Delay = TimeSpan.FromMilliseconds(200);
        var taking = worker.Members.TakeLeadAsync(epoch, Token);
        await lab.StateAsync(state => state.Master is not null);
        return (epoch, taking);
    }
}
