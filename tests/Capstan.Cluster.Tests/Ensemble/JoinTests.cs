using Capstan.Cluster.Ensemble;
using Capstan.Cluster.Files;
using Capstan.Cluster.Joining;
using Capstan.Cluster.Nodes;
using Capstan.Cluster.Tests.Running;
using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Testing.Servers;
using Capstan.ZooKeeper;

namespace Capstan.Cluster.Tests.Ensemble;

public sealed class JoinTests(EnsembleFixture fixture)
{
    private const int Deadline = 60_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Deadline)]
    public async Task Join_Several_EverybodySeesThemAndTheRoster()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        var first = await lab.JoinAsync(0, 22);
        var second = await lab.JoinAsync(1, 11);
        await second.Members.ReportAsync(new MemberState { Applied = new Lsn(5), IsReady = true }, Token);
        foreach (var worker in (LabWorker[])[first, second])
        {
            var view = await worker.ViewAsync(view => view.Members.Count == 2 && view.Members.Any(member => member.State.IsReady));
            Assert.Equal([11, 22], view.Members.Select(member => member.Pid));
            Assert.Equal([0, 1], view.Roster);
        }

        var state = await lab.StateAsync(state => state.Roster.Count == 2);
        Assert.Equal([0, 1], state.ToView().Roster);
    }

    [Fact(Timeout = Deadline)]
    public async Task Join_LiveWorkerInTheSlot_IsRefusedAndTold()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        await lab.JoinAsync(0, 10);
        var refused = await Assert.ThrowsAsync<EngineException>(() => lab.JoinAsync(0, 11));
        Assert.Contains("slot 0 has a live worker (pid 10)", refused.Message, StringComparison.Ordinal);
        await lab.NoticeAsync("worker-refused");
        var notice = Assert.Single(lab.Notices, notice => notice.Kind == "worker-refused");
        Assert.Equal((0, "slot 0 has a live worker (pid 10)"), (notice.Slot, notice.Detail));
        // The controller's next start would tell it again.
        var client = await lab.ClientAsync();
        while (await client.ExistsAsync(NodePaths.RefusedOf(0), Token) is not null)
            await Task.Delay(10, Token);
        await lab.StateAsync(state => state.Refused.IsEmpty);
    }

    [Fact(Timeout = Deadline)]
    public async Task Join_AnotherSqlite_IsRefusedAndNotOnTheRoster()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        await lab.JoinAsync(0, 10, "sqlite 3.40");
        await Assert.ThrowsAsync<EngineException>(() => lab.JoinAsync(1, 11, "sqlite 3.41"));
        await lab.NoticeAsync("worker-refused");
        Assert.Equal([0], lab.Link.State.ToView().Roster);
    }

    [Fact(Timeout = Deadline)]
    public async Task Join_PredecessorWithoutAGoodbye_TakesThePlaceOnceItsSessionIsOver()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        await (await lab.JoinAsync(0, 10)).VanishAsync();
        Assert.True((await lab.StateAsync(state => state.Workers.Count == 1)).Workers.ContainsKey(10));
        var young = await lab.JoinAsync(0, 11);
        Assert.Equal(11, Assert.Single((await young.ViewAsync(view => view.Members.Count == 1)).Members).Pid);
    }

    [Fact(Timeout = Deadline)]
    public async Task Join_OwnEarlierLifeIsStillShown_TakesThePlaceAtOnce()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        var old = await lab.JoinAsync(0, 10);
        var young = await lab.JoinAsync(0, 11, earlier: old.Node.Id);
        Assert.Equal(11, Assert.Single((await young.ViewAsync(view => view.Members.Count == 1)).Members).Pid);
        // Should it not be dead, it must be: somebody else has its folder.
        await Assert.ThrowsAsync<SessionLostException>(() => old.ViewAsync(_ => false));
    }

    [Fact(Timeout = Deadline)]
    public async Task Join_TwoAtOnceInOneSlot_OneOfThemIsIn()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        Task<LabWorker>[] joining = [lab.JoinAsync(0, 10), lab.JoinAsync(0, 11)];
        await Task.WhenAll(joining).ContinueWith(static _ => { }, TaskScheduler.Default);
        Assert.Equal(1, joining.Count(task => task.IsCompletedSuccessfully));
        await lab.NoticeAsync("worker-refused");
        Assert.Single(lab.Link.State.Workers);
    }

    /// <summary>The reply that the node was created never comes: its own id in it tells whose it is.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Join_ReplyIsLost_ItsOwnNodeIsNobodyElses()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        await using var proxy = new FaultProxy(lab.Server.Port);
        var client = await lab.ClientAsync(proxy.Port);
        var node = new WorkerNode { Id = Guid.NewGuid(), Slot = 0, Pid = 10, Engine = "sqlite" };
        proxy.Delay = TimeSpan.FromMilliseconds(200);
        var joining = new Joiner(client, node, null, TimeProvider.System).JoinAsync(Token);
        await lab.StateAsync(state => state.Workers.ContainsKey(10));
        proxy.Cut();
        proxy.Delay = TimeSpan.Zero;
        await joining;
        Assert.Equal(node.Id, Assert.Single((await lab.StateAsync(state => state.Roster.ContainsKey(0))).Workers).Value.Id);
    }

    /// <summary>No controller saw it come and go, so nobody else can write down what its slot has.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Join_GivenUpOnTheRoster_LeavesWordOfWhatTheSlotHas()
    {
        await using var lab = new ClusterLab(fixture.Server);
        var watcher = await lab.PrepareAsync();
        await watcher.PutAsync(NodePaths.RosterOf(1), new RosterNode(Guid.NewGuid(), 7), Token);
        foreach (var (slot, has) in (IEnumerable<(int, long)>)[(0, 0), (1, 7)])
        {
            var given = await lab.GiveUpAsync(slot, async node => (await watcher.ReadAsync<RosterNode>(NodePaths.RosterOf(slot), Token))?.Value?.Id == node.Id);
            Assert.Equal(new RosterNode(given.Id, has, has), (await watcher.ReadAsync<RosterNode>(NodePaths.RosterOf(slot), Token))!.Value);
        }
    }

    /// <summary>A folder that a worker was about to use has not had a life by that.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Join_GivenUpBeforeTheRoster_TheSlotIsAsNewAsBefore()
    {
        await using var lab = new ClusterLab(fixture.Server);
        var watcher = await lab.PrepareAsync();
        await lab.GiveUpAsync(0, async node => await watcher.ReadAsync<WorkerNode>(NodePaths.Worker(node.Pid), Token) is not null);
        Assert.Null(await watcher.ReadAsync<RosterNode>(NodePaths.RosterOf(0), Token));
        var next = new WorkerNode { Id = Guid.NewGuid(), Slot = 0, Pid = 11, Engine = "sqlite" };
        await new Joiner(watcher, next, lab.FolderOf(0), TimeProvider.System).JoinAsync(Token);
        Assert.Equal(new RosterNode(next.Id, null, 0), (await watcher.ReadAsync<RosterNode>(NodePaths.RosterOf(0), Token))!.Value);
        Assert.Equal(next.Id, LifeFile.Read(lab.FolderOf(0)));
    }

    [Fact(Timeout = Deadline)]
    public async Task Join_WithCredentials_NobodyElseReadsANode()
    {
        await using var lab = await new ClusterLab(fixture.Server, isSecret: true).StartAsync();
        var worker = await lab.JoinAsync(0, 10);
        await worker.LeadAsync();
        await lab.StateAsync(state => state is { Master: not null, HasSettings: true });
        await using var stranger = await ZooKeeperClient.ConnectAsync(new ZooKeeperOptions { Servers = [lab.Server.Address] }, Token);
        foreach (var path in (string[])["", NodePaths.Settings, NodePaths.Epoch, NodePaths.Master, NodePaths.Workers, "/worker/10", "/roster/0"])
        {
            var refused = await Assert.ThrowsAsync<ZooKeeperException>(() => stranger.GetAsync(lab.Spec.Path + path, Token));
            Assert.Equal(ZooKeeperError.NoAuth, refused.Error);
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task ToldPid_Container_LearnsTheProcessThatTheRuntimeSees()
    {
        await using var lab = await new ClusterLab(fixture.Server).StartAsync();
        var finding = ToldPid.FindAsync(await lab.ClientAsync(), 2, "0123abcd", TimeProvider.System, Token);
        lab.Housekeeping.Look([new RunningWorker(2, 50, "ffff0000")]);
        lab.Link.Mark();
        await lab.StateAsync(state => state.Processes.ContainsKey(2));
        Assert.False(finding.IsCompleted);
        lab.Housekeeping.Look([new RunningWorker(2, 77, "0123abcd4567")]);
        lab.Link.Mark();
        Assert.Equal(77, await finding);
    }
}
