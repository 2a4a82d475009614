using System.Text;
using Capstan.Cluster.Nodes;
using Capstan.Database.Log;
using Capstan.Database.Membership;

namespace Capstan.Cluster.Tests.Nodes;

public sealed class ClusterStateTests
{
    private static readonly Guid A = new("aaaaaaaa-0000-0000-0000-000000000000");
    private static readonly Guid B = new("bbbbbbbb-0000-0000-0000-000000000000");

    [Fact]
    public void View_Members_AreInOrderOfPids()
    {
        var view = State((9, Worker(A, 0, 9)), (100, Worker(B, 1, 100)), (20, Worker(Guid.NewGuid(), 2, 20))).ToView();
        Assert.Equal([9, 20, 100], view.Members.Select(member => member.Pid));
        Assert.Null(view.Leader);
        Assert.Equal(Epoch.None, view.LeaderEpoch);
    }

    [Fact]
    public void View_EveryFieldOfAState_Arrives()
    {
        var state = new MemberState
        {
            Applied = new Lsn(1),
            Position = new LogPosition(2),
            IsReady = true,
            Epoch = new Epoch(3),
            StuckAt = new Lsn(4),
            DivergedAt = new Lsn(5),
            Trouble = "no",
        };
        var read = ClusterState.Empty.With("/worker/7", NodeJson.Write(Worker(A, 3, 7).Tell(state))).ToView();
        Assert.Equal(new Member(A, 3, 7, "sqlite", state), Assert.Single(read.Members));
    }

    [Fact]
    public void View_MasterOfAMember_Leads()
    {
        var view = State((9, Worker(A, 0, 9))).With(NodePaths.Master, NodeJson.Write(new MasterNode(9, 4, A))).ToView();
        Assert.Equal((A, new Epoch(4)), (view.Leader, view.LeaderEpoch));
    }

    [Fact]
    public void View_MasterThatIsNoMember_LeadsNoMore()
    {
        var view = State((9, Worker(B, 0, 9))).With(NodePaths.Master, NodeJson.Write(new MasterNode(9, 4, A))).ToView();
        Assert.Null(view.Leader);
        Assert.Equal(Epoch.None, view.LeaderEpoch);
    }

    [Fact]
    public void View_Forced_OnlyWhileNobodyLeads()
    {
        var forced = State((9, Worker(A, 0, 9))).With(NodePaths.Force, default(ReadOnlyMemory<byte>));
        Assert.True(forced.ToView().IsForced);
        Assert.False(forced.With(NodePaths.Master, NodeJson.Write(new MasterNode(9, 4, A))).ToView().IsForced);
        Assert.False(forced.With(NodePaths.Force, null).ToView().IsForced);
    }

    [Fact]
    public void View_RosterAndSnapshots_AreTheirNodes()
    {
        var view = ClusterState.Empty
            .With("/roster/2", NodeJson.Write(new RosterNode(A, 5)))
            .With("/roster/0", Encoding.UTF8.GetBytes("what an operator wrote"))
            .With("/snapshot", NodeJson.Write(new LsnNode(8)))
            .With("/wanted", NodeJson.Write(new LsnNode(9))).ToView();
        Assert.Equal([0, 2], view.Roster);
        Assert.Equal((new Lsn(8), new Lsn(9)), (view.NewestSnapshot, view.WantedSnapshot));
    }

    [Fact]
    public void With_NodeThatIsGone_TakesItAway()
    {
        var state = State((9, Worker(A, 0, 9))).With("/roster/0", NodeJson.Write(new RosterNode(A, null))).With("/snapshot", NodeJson.Write(new LsnNode(8)));
        var gone = state.With("/worker/9", null).With("/roster/0", null).With("/snapshot", null);
        Assert.Empty(gone.ToView().Members);
        Assert.Empty(gone.ToView().Roster);
        Assert.Equal(Lsn.None, gone.ToView().NewestSnapshot);
    }

    [Theory]
    [InlineData("/worker/9", "{}")]
    [InlineData("/worker/9", "no json")]
    [InlineData("/master", "{\"pid\":\"x\"}")]
    [InlineData("/epoch", "")]
    [InlineData("/else/9", "{}")]
    [InlineData("/worker/9/10", "{}")]
    [InlineData("/worker/x", "{}")]
    [InlineData("/workers", "{}")]
    public void With_WhatNobodyUnderstands_CountsAsAbsent(string path, string content)
    {
        var view = ClusterState.Empty.With(path, Encoding.UTF8.GetBytes(content)).ToView();
        Assert.Empty(view.Members);
        Assert.Null(view.Leader);
    }

    [Fact]
    public void Write_Node_ReadsWell()
    {
        Assert.Equal("""{"epoch":4,"owner":"aaaaaaaa-0000-0000-0000-000000000000"}""", Encoding.UTF8.GetString(NodeJson.Write(new EpochNode(4, A))));
        Assert.Equal("""{"id":"aaaaaaaa-0000-0000-0000-000000000000"}""", Encoding.UTF8.GetString(NodeJson.Write(new RosterNode(A, null))));
    }

    private static WorkerNode Worker(Guid id, int slot, int pid) => new() { Id = id, Slot = slot, Pid = pid, Engine = "sqlite" };

    private static ClusterState State(params (int Pid, WorkerNode Node)[] workers) =>
        workers.Aggregate(ClusterState.Empty, (state, worker) => state.With($"/worker/{worker.Pid}", NodeJson.Write(worker.Node)));
}
