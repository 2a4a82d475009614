using Capstan.Core.Drills;
using Capstan.Core.Replicas;

namespace Capstan.Core.Tests.Drills;

public sealed class DrillTargetsTests
{
    private static readonly DrillMember Leader = new(new ReplicaId("main", 0, 1), 100, true, true, TimeSpan.FromSeconds(1));
    private static readonly DrillMember Young = new(new ReplicaId("main", 1, 4), 101, true, false, TimeSpan.FromSeconds(9));
    private static readonly DrillMember Old = new(new ReplicaId("main", 2, 1), 102, true, false, TimeSpan.FromSeconds(2));
    private static readonly DrillGroup Main = new() { Name = "main", IsDatabase = true, Wanted = 2, Members = [Leader, Young, Old] };
    private static readonly DrillGroup Web = new() { Name = "web", IsDatabase = false, Wanted = 2, Members = [Young, Old] };

    [Theory]
    [InlineData(DrillFault.KillLeader, 0)]
    [InlineData(DrillFault.PauseLeader, 0)]
    [InlineData(DrillFault.KillFollower, 2)]
    [InlineData(DrillFault.PauseFollower, 2)]
    [InlineData(DrillFault.KillWorkers, 0, 1, 2)]
    public void Choose_OfADatabase_TakesWhomTheFaultNames(DrillFault fault, params int[] slots)
    {
        var choice = DrillTargets.Choose(fault, Main);

        Assert.Null(choice.Refusal);
        Assert.Equal(slots, choice.Targets.Select(target => target.Id.Slot));
    }

    [Theory]
    [InlineData(DrillFault.KillReplica)]
    [InlineData(DrillFault.PauseReplica)]
    public void Choose_OfAService_TakesTheReplicaThatHasServedLongest(DrillFault fault) =>
        Assert.Equal([Old], DrillTargets.Choose(fault, Web).Targets);

    [Fact]
    public void Choose_InTrouble_IsRefusedForEveryFault()
    {
        (DrillGroup Group, string Says)[] troubles =
        [
            (Main with { Trouble = "the log is damaged." }, "'main' is in trouble already: the log is damaged."),
            (Main with { Members = [Young, Old] }, "'main' has no leader now; wait until it has one."),
            (Main with { Members = [Leader, Young with { IsReady = false }, Old] }, "'main' is not whole: 1 of 2 followers are ready; wait until all are."),
        ];
        foreach (var (group, says) in troubles)
        {
            foreach (var info in DrillFaults.All.Where(info => info.IsOfDatabase))
                Assert.Equal((says, 0), (DrillTargets.Choose(info.Fault, group).Refusal, DrillTargets.Choose(info.Fault, group).Targets.Count));
        }
    }

    [Fact]
    public void Choose_ServiceWithAReplicaMissing_IsRefused() => Assert.Equal(
        "'web' is not whole: 1 of 2 replicas are ready; wait until all are.", DrillTargets.Choose(DrillFault.KillReplica, Web with { Members = [Old] }).Refusal);

    [Fact]
    public void Choose_WithoutFollowers_OnlyKillsAll()
    {
        var alone = Main with { Wanted = 0, Members = [Leader] };

        Assert.Equal([Leader], DrillTargets.Choose(DrillFault.KillWorkers, alone).Targets);
        Assert.Equal("'main' has no follower; 'capstan scale main=1' gives it one.", DrillTargets.Choose(DrillFault.KillLeader, alone).Refusal);
        Assert.Equal("'main' has no follower; 'capstan scale main=1' gives it one.", DrillTargets.Choose(DrillFault.PauseFollower, alone).Refusal);
        Assert.Equal("'web' has no replica of its own.", DrillTargets.Choose(DrillFault.KillReplica, Web with { Wanted = 0, Members = [] }).Refusal);
    }

    [Fact]
    public void Choose_FaultOfTheOtherKind_IsRefused()
    {
        Assert.Equal("kill-leader is a fault of a database, and 'web' is none.", DrillTargets.Choose(DrillFault.KillLeader, Web).Refusal);
        Assert.Equal("kill-replica is a fault of a service, and 'main' is none.", DrillTargets.Choose(DrillFault.KillReplica, Main).Refusal);
    }

    [Fact]
    public void Faults_EachHasItsWordOnce()
    {
        Assert.Equal(Enum.GetValues<DrillFault>(), DrillFaults.All.Select(info => info.Fault));
        Assert.All(DrillFaults.All, info => Assert.Same(info, DrillFaults.Find(info.Word)));
        Assert.Null(DrillFaults.Find("kill-controller"));
    }
}
