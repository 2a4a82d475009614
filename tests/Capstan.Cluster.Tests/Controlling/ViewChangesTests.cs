using Capstan.Cluster.Controlling;
using Capstan.Cluster.Nodes;
using Capstan.Database.Log;
using Capstan.Database.Membership;

namespace Capstan.Cluster.Tests.Controlling;

public sealed class ViewChangesTests
{
    private static readonly WorkerNode First = new() { Id = Guid.NewGuid(), Slot = 0, Pid = 10, Engine = "" };
    private static readonly WorkerNode Second = new() { Id = Guid.NewGuid(), Slot = 1, Pid = 11, Engine = "" };

    [Fact]
    public void Between_ElectionAndLoss_AreToldInOrder()
    {
        var one = With(ClusterState.Empty, First);
        Assert.Equal(["worker-joined"], Kinds(ClusterState.Empty, one));
        var ready = With(one, First.Tell(new MemberState { IsReady = true, Applied = new Lsn(3) }));
        Assert.Equal(["worker-ready"], Kinds(one, ready));
        var led = Lead(ready, First, 4);
        Assert.Equal(["leader-elected"], Kinds(ready, led));
        Assert.Equal("worker in slot 0 leads epoch 4", ViewChanges.Between(ready, led)[0].Detail);
        var next = Lead(With(led.With("/worker/10", null), Second), Second, 5);
        Assert.Equal(["worker-left", "leader-lost", "worker-joined", "leader-elected"], Kinds(led, next));
        Assert.Equal([0, 0, 1, 1], ViewChanges.Between(led, next).Select(notice => notice.Slot));
    }

    [Fact]
    public void Between_SuccessorInTheSlot_HasJoinedAndTheOtherHasLeft() =>
        Assert.Equal(["worker-left", "worker-joined"], Kinds(With(ClusterState.Empty, First), With(ClusterState.Empty, First with { Id = Guid.NewGuid() })));

    [Fact]
    public void Between_DeposedLeaderThatStays_TheNewOneIsElected()
    {
        var both = With(With(ClusterState.Empty, First), Second);
        Assert.Equal(["leader-elected"], Kinds(Lead(both, First, 4), Lead(both, Second, 5)));
    }

    [Fact]
    public void Between_Refused_IsToldOnce()
    {
        var refused = ClusterState.Empty.With("/refused/1", NodeJson.Write(new RefusedNode(11, Guid.NewGuid(), "why")));
        var notice = Assert.Single(ViewChanges.Between(ClusterState.Empty, refused));
        Assert.Equal(("worker-refused", "why", 1), (notice.Kind, notice.Detail, notice.Slot));
        Assert.Equal(["changed"], Kinds(refused, refused));
    }

    [Fact]
    public void Between_MereProgress_IsAChange() =>
        Assert.Equal(["changed"], Kinds(With(ClusterState.Empty, First), With(ClusterState.Empty, First.Tell(new MemberState { Applied = new Lsn(3) }))));

    private static IEnumerable<string> Kinds(ClusterState before, ClusterState after) => ViewChanges.Between(before, after).Select(notice => notice.Kind);

    private static ClusterState With(ClusterState state, WorkerNode worker) => state.With(NodePaths.Worker(worker.Pid), NodeJson.Write(worker));

    private static ClusterState Lead(ClusterState state, WorkerNode worker, long epoch) =>
        state.With(NodePaths.Master, NodeJson.Write(new MasterNode(worker.Pid, epoch, worker.Id)));
}
