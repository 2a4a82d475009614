using Capstan.Cluster.Joining;
using Capstan.Cluster.Nodes;

namespace Capstan.Cluster.Tests.Joining;

public sealed class JoinRuleTests
{
    private static readonly WorkerNode Own = Worker(0, 10);

    [Fact]
    public void Judge_NobodyInTheWay_Enters()
    {
        Assert.IsType<JoinVerdict.Enter>(JoinRule.Judge(Own, null, []));
        Assert.IsType<JoinVerdict.Enter>(JoinRule.Judge(Own, Guid.NewGuid(), [At(Worker(1, 11), 1)]));
    }

    [Theory]
    [InlineData(0, 11, "sqlite", "slot 0 has a live worker (pid 11)")]
    [InlineData(1, 10, "sqlite", "process 10 is a member already, in slot 1")]
    [InlineData(1, 11, "other", "slot 0 has 'sqlite', slot 1 has 'other'; workers of different ones do not serve together")]
    public void Judge_SomebodyInTheWay_Waits(int slot, int pid, string engine, string reason) => Assert.Equal(
        new JoinVerdict.Wait(reason), JoinRule.Judge(Own, null, [At(Worker(2, 12), 1), At(Worker(slot, pid, engine), 2)]));

    [Fact]
    public void Judge_ItsOwnEarlierLife_IsRemoved()
    {
        var earlier = At(Worker(0, 9), 1);
        Assert.Equal(new JoinVerdict.Remove(earlier), JoinRule.Judge(Own, earlier.Node.Id, [earlier]));
        Assert.IsType<JoinVerdict.Wait>(JoinRule.Judge(Own, Guid.NewGuid(), [earlier]));
    }

    /// <summary>The reply to its creation was lost, and whoever was asked next had not heard of it.</summary>
    [Fact]
    public void Judge_ItsOwnNode_IsNotInTheWay() => Assert.IsType<JoinVerdict.Enter>(JoinRule.Judge(Own, null, [At(Own, 1), At(Worker(1, 11), 2)]));

    [Fact]
    public void MustWithdraw_OfTwoThatCameAtOnce_TheLaterOne()
    {
        var (first, second) = (At(Worker(0, 10), 1), At(Worker(0, 11), 2));
        Assert.Null(JoinRule.MustWithdraw(first, [first, second]));
        Assert.Equal("slot 0 has a live worker (pid 10)", JoinRule.MustWithdraw(second, [first, second]));
    }

    [Fact]
    public void MustWithdraw_OthersWithAnotherEngine_TheLaterOne()
    {
        var (first, second) = (At(Worker(0, 10), 1), At(Worker(1, 11, "other"), 2));
        Assert.Null(JoinRule.MustWithdraw(first, [second, first]));
        Assert.NotNull(JoinRule.MustWithdraw(second, [second, first]));
    }

    [Fact]
    public void Before_SlotOnTheRoster_IsItsLastLifesWord()
    {
        Assert.Equal(7, JoinRule.Before(new RosterNode(Guid.NewGuid(), 7), Guid.NewGuid()));
        Assert.Equal(7, JoinRule.Before(new RosterNode(Guid.NewGuid(), 7), null));
        Assert.Null(JoinRule.Before(new RosterNode(Guid.NewGuid(), null, 7), Guid.NewGuid()));
        Assert.Null(JoinRule.Before(RosterNode.Unknown, null));
    }

    [Fact]
    public void Before_SlotThatIsNew_IsNothingUnlessItsFolderHadALife()
    {
        Assert.Equal(0, JoinRule.Before(null, null));
        Assert.Null(JoinRule.Before(null, Guid.NewGuid()));
    }

    private static WorkerNode Worker(int slot, int pid, string engine = "sqlite") => new() { Id = Guid.NewGuid(), Slot = slot, Pid = pid, Engine = engine };

    private static Present At(WorkerNode node, long created) => new(node, 0, created);
}
