using Capstan.Cluster.Controlling;
using Capstan.Cluster.Nodes;
using Capstan.Database.Engines;

namespace Capstan.Cluster.Tests.Controlling;

public sealed class EndedWorkersTests
{
    private readonly EndedWorkers _ended = new();

    [Fact]
    public void Look_NoLongerListed_HasEnded()
    {
        Assert.False(_ended.Look([Running(0, 10), Running(1, 11)]));
        Assert.Empty(_ended.Among(State((0, 10), (1, 11))));
        Assert.True(_ended.Look([Running(1, 11)]));
        Assert.Equal([10], _ended.Among(State((0, 10), (1, 11))).Select(worker => worker.Pid));
        Assert.False(_ended.Look([Running(1, 11)]));
        Assert.Equal([10], _ended.Among(State((0, 10), (1, 11))).Select(worker => worker.Pid));
    }

    [Fact]
    public void Look_NeverListed_IsNobodysBusiness()
    {
        _ended.Look([]);
        Assert.Empty(_ended.Among(State((0, 10))));
    }

    [Fact]
    public void Look_SamePidInAnotherSlot_IsAnotherProcess()
    {
        _ended.Look([Running(0, 10)]);
        _ended.Look([Running(1, 10)]);
        Assert.Empty(_ended.Among(State((1, 10))));
        Assert.Single(_ended.Among(State((0, 10))));
    }

    [Fact]
    public void Look_ListedAgain_RunsAgain()
    {
        _ended.Look([Running(0, 10)]);
        _ended.Look([]);
        _ended.Look([Running(0, 10)]);
        Assert.Empty(_ended.Among(State((0, 10))));
    }

    [Fact]
    public void End_ItsLineIsCut_HasEndedThoughItIsListed()
    {
        var state = State((0, 10), (1, 11));
        _ended.Look([Running(0, 10), Running(1, 11)]);
        _ended.End(state.Workers[10].Id);
        Assert.Equal([10], _ended.Among(state).Select(worker => worker.Pid));
        // Another life, though it has the same process id in the same slot.
        Assert.Empty(_ended.Among(State((0, 10))));
    }

    [Fact]
    public void Look_PidNotKnownYet_HasNotEnded()
    {
        _ended.Look([Running(0, 0)]);
        Assert.False(_ended.Look([Running(0, 10)]));
    }

    private static RunningWorker Running(int slot, int pid) => new(slot, pid, null);

    private static ClusterState State(params (int Slot, int Pid)[] workers) => workers.Aggregate(ClusterState.Empty, (state, worker) => state.With(
        NodePaths.Worker(worker.Pid), NodeJson.Write(new WorkerNode { Id = Guid.NewGuid(), Slot = worker.Slot, Pid = worker.Pid, Engine = "" })));
}
