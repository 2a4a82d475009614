using Capstan.Core.Health;
using Capstan.Core.Replicas;
using Capstan.Core.Stacks;

namespace Capstan.Core.Tests.Replicas;

public sealed class ReplicaPlannerTests
{
    [Fact]
    public void Plan_EmptyService_StartsTheWantedSlots()
    {
        var world = Running(3);

        Assert.Equal(["start 0 v1", "start 1 v1", "start 2 v1", "ready 0", "ready 1", "ready 2"], world.Story);
    }

    [Fact]
    public void Plan_SlotWithBackoff_WaitsAndSaysUntilWhen()
    {
        var world = Running(1);
        world.Kill(0);
        world.Set(0, slot => slot with { CrashLoop = new CrashLoop(3, world.Now + TimeSpan.FromSeconds(4)) });
        world.Settle();

        Assert.Null(world[0]);
        Assert.Equal(world.Now + TimeSpan.FromSeconds(4), world.Plan().LookAgain);
        world.Advance(4);
        world.Settle();
        Assert.Equal(ReplicaState.Ready, world[0]!.State);
    }

    [Fact]
    public void Plan_NewcomerThatDoesNotAnswer_IsLeftAloneUntilItsGraceIsOver()
    {
        var world = Running(1);
        world.Change(0, replica => replica with { State = ReplicaState.Starting, Health = HealthVerdict.Pending });

        Assert.Empty(world.Plan().Actions);
    }

    [Fact]
    public void Plan_PolicyThatWeighsLoad_WarmsANewcomerFirst()
    {
        var world = new PlannerWorld(PlannerWorld.Service() with { Balance = BalancePolicy.LeastRequests, SlowStart = TimeSpan.FromSeconds(10) }, 1);
        world.Settle();

        Assert.Equal(ReplicaState.Warming, world[0]!.State);
        world.Advance(9.9);
        world.Settle();
        Assert.Equal(ReplicaState.Warming, world[0]!.State);
        world.Advance(0.1);
        world.Settle();
        Assert.Equal(ReplicaState.Ready, world[0]!.State);
    }

    [Fact]
    public void Plan_ScaleDown_DrainsTheHighestSlotsInOneStep()
    {
        var world = Running(4);
        world.Wanted = 2;
        var plan = world.Plan();

        Assert.Equal([3, 2], plan.Actions.OfType<MoveReplica>().Select(move => move.Id.Slot));
        Assert.All(plan.Actions, action => Assert.Equal(ReplicaState.Draining, ((MoveReplica)action).To));
    }

    [Fact]
    public void Plan_DrainingWithRequests_StopsWhenTheyEndOrTheLimitIsReached()
    {
        var world = Running(2);
        world.Wanted = 1;
        world.Change(1, replica => replica with { InFlight = 2 });
        world.Settle();
        Assert.Equal(ReplicaState.Draining, world[1]!.State);

        world.Advance(world.Spec.Drain.TotalSeconds - 0.1);
        Assert.Empty(world.Plan().Actions);
        world.Advance(0.1);
        world.Settle();
        Assert.Null(world[1]);
        Assert.Equal("stop 1 10", world.Story[^1]);
    }

    [Fact]
    public void Plan_ProgramEnded_ClearsTheSlotAndFillsItAgain()
    {
        var world = Running(2, clear: true);
        world.Kill(1);
        world.Settle();

        Assert.Equal(["failed 1", "stop 1 0", "start 1 v1", "ready 1"], world.Story);
        Assert.Equal(2, world[1]!.Id.Generation);
    }

    [Fact]
    public void Plan_SickReplica_FinishesItsRequestsThenIsReplacedOnItsSlot()
    {
        var world = Running(1, clear: true);
        world.Change(0, replica => replica with { InFlight = 1 });
        world.Sicken(0);
        world.Settle();
        Assert.Equal(["failed 0"], world.Story);

        world.Advance(ReplicaPlanner.FailedDrain.TotalSeconds);
        world.Settle();
        Assert.Equal(["failed 0", "stop 0 1", "start 0 v1", "ready 0"], world.Story);
    }

    [Fact]
    public void Plan_HungReplica_IsKilledAfterAMoment()
    {
        var world = Running(1, clear: true);
        world.Change(0, replica => replica with { InFlight = 1 });
        world.Sicken(0, hung: true);
        world.Settle();
        world.Advance(ReplicaPlanner.HungDrain.TotalSeconds);
        world.Settle();

        Assert.Equal(["failed 0", "stop 0 0", "start 0 v1", "ready 0"], world.Story);
    }

    [Fact]
    public void Plan_AllSickAtOnce_ReplacesOneAtATime()
    {
        var world = Running(3, clear: true);
        world.Answer = _ => false;
        for (var slot = 0; slot < 3; slot++)
            world.Sicken(slot);
        var plan = world.Plan();

        Assert.Equal(0, Assert.IsType<MoveReplica>(Assert.Single(plan.Actions)).Id.Slot);

        // The successor never becomes healthy, so the others are left in place for good.
        world.Change(0, replica => replica with { State = ReplicaState.Starting, Health = HealthVerdict.Pending });
        Assert.Empty(world.Plan().Actions);
    }

    [Fact]
    public void Plan_SickOneAfterTheOther_TheNextWaitsForTheSuccessor()
    {
        var world = Running(3, clear: true);
        world.Set(0, slot => slot with { IsGivenUp = true });
        world.Change(0, replica => replica with { State = ReplicaState.Starting, Health = HealthVerdict.Pending });
        world.Sicken(1);
        Assert.Empty(world.Plan().Actions);

        // Neither does its back-off make the others look like all there are.
        world.Set(0, slot => slot with { Replica = null, CrashLoop = new CrashLoop(1, world.Now + TimeSpan.FromSeconds(1)) });
        world.Sicken(2);
        Assert.Empty(world.Plan().Actions);
    }

    [Fact]
    public void Plan_LastOneServingIsSick_IsGivenUpOnlyWhenItHangs()
    {
        var world = Running(2, clear: true);
        world.Set(0, slot => slot with { Replica = null, IsGivenUp = true, CrashLoop = new CrashLoop(1, world.Now + TimeSpan.FromSeconds(1)) });
        world.Sicken(1);
        Assert.Empty(world.Plan().Actions);

        world.Sicken(1, hung: true);
        Assert.Equal(1, Assert.IsType<MoveReplica>(Assert.Single(world.Plan().Actions)).Id.Slot);
    }

    [Fact]
    public void Plan_SuccessorHasJustBecomeReady_OthersHaveTimeToRecover()
    {
        var world = Running(3, clear: true);
        world.Change(0, replica => replica with { Since = world.Now });
        world.Sicken(1);
        world.Sicken(2);
        var plan = world.Plan();
        Assert.Empty(plan.Actions);
        Assert.Equal(world.Now + (world.Spec.Health.Interval * 3), plan.LookAgain);

        world.Advance(3);
        Assert.Equal(1, Assert.IsType<MoveReplica>(Assert.Single(world.Plan().Actions)).Id.Slot);
    }

    [Fact]
    public void Plan_OtherSlotCannotStart_SickOneIsReplaced()
    {
        var world = Running(3, clear: true);
        world.Set(2, slot => slot with { Replica = null, CrashLoop = new CrashLoop(5, world.Now + TimeSpan.FromSeconds(16)) });
        world.Sicken(1);

        Assert.Equal(1, Assert.IsType<MoveReplica>(Assert.Single(world.Plan().Actions)).Id.Slot);
    }

    [Fact]
    public void Plan_AllSickAndRecovering_NobodyElseIsReplaced()
    {
        var world = Running(3, clear: true);
        for (var slot = 0; slot < 3; slot++)
            world.Sicken(slot);
        world.Change(1, replica => replica with { Health = HealthVerdict.Healthy });
        world.Change(2, replica => replica with { Health = HealthVerdict.Healthy });
        world.Settle();

        Assert.DoesNotContain("failed 1", world.Story);
        Assert.DoesNotContain("failed 2", world.Story);
    }

    [Fact]
    public void Plan_OneOfTwoSick_IsReplaced()
    {
        var world = Running(2, clear: true);
        world.Sicken(1);
        world.Settle();

        Assert.Equal(["failed 1", "stop 1 1", "start 1 v1", "ready 1"], world.Story);
    }

    [Fact]
    public void Plan_Unavailable_IsNotReplaced()
    {
        var world = Running(2, clear: true);
        world.Change(0, replica => replica with { Health = HealthVerdict.Unavailable });
        world.Change(1, replica => replica with { Health = HealthVerdict.Unavailable });

        Assert.Empty(world.Plan().Actions);
    }

    [Fact]
    public void Plan_BusySlot_IsLeftAlone()
    {
        var world = Running(1, clear: true);
        world.Kill(0);
        world.Set(0, slot => slot with { IsBusy = true });

        Assert.Empty(world.Plan().Actions);
    }

    [Fact]
    public void Plan_Update_ProvesItselfOnASpareSlotThenTakesOneAfterTheOther()
    {
        var world = Running(2, clear: true);
        world.BeginUpdate("v2");
        world.Settle();

        Assert.Equal(
            [
                "start 2 v2", "ready 2", "proven",
                "draining 1", "stop 1 10", "start 1 v2", "ready 1",
                "draining 0", "stop 0 10", "start 0 v2", "ready 0",
                "draining 2", "done", "stop 2 10",
            ],
            world.Story);
    }

    [Fact]
    public void Plan_UpdateThatNeverAnswers_LeavesTheOldOnesUntouchedAndReturns()
    {
        var world = Running(2, clear: true);
        world.Answer = version => version != "v2";
        world.BeginUpdate("v2");
        world.Settle();

        Assert.Equal(["start 2 v2", "failed 2", "stop 2 1", "returned"], world.Story);
        Assert.Equal("v1", world.Target);
        Assert.All(Enumerable.Range(0, 2), slot => Assert.Equal(1, world[slot]!.Id.Generation));
    }

    [Fact]
    public void Plan_UpdateWithoutSparePort_StopsFirst()
    {
        var world = Running(PlannerWorld.Service(ports: 1), 1, clear: true);
        world.BeginUpdate("v2");
        world.Settle();

        Assert.Equal(["draining 0", "stop 0 10", "start 0 v2", "ready 0", "proven", "done"], world.Story);
    }

    [Fact]
    public void Plan_UpdateWithoutSparePortThatFails_ReturnsToTheOldVersion()
    {
        var world = Running(PlannerWorld.Service(ports: 1), 1, clear: true);
        world.Answer = version => version != "v2";
        world.BeginUpdate("v2");
        world.Settle();

        Assert.Equal(["draining 0", "stop 0 10", "start 0 v2", "failed 0", "stop 0 1", "returned", "start 0 v1", "ready 0"], world.Story);
    }

    [Fact]
    public void Plan_OldReplicaDiesBeforeTheUpdateIsProven_IsRefilledFromTheOldVersion()
    {
        var world = Running(2, clear: true);
        world.BeginUpdate("v2");
        world.Answer = version => version != "v2";
        world.Kill(0);
        foreach (var action in world.Plan().Actions)
            Assert.DoesNotContain("start 0 v2", action.ToString(), StringComparison.Ordinal);
        world.Settle();

        Assert.Contains("start 0 v1", world.Story);
        Assert.DoesNotContain("start 0 v2", world.Story);
    }

    [Fact]
    public void Plan_UpdateThatFailsHalfWay_RollsTheFirstSlotsBack()
    {
        var world = Running(2, clear: true);
        var started = 0;
        world.Answer = version => version != "v2" || ++started <= 2;
        world.BeginUpdate("v2");
        world.Settle();

        Assert.Contains("returned", world.Story);
        Assert.Equal("v1", world.Target);
        Assert.Equal(["v1", "v1"], Enumerable.Range(0, 2).Select(slot => world[slot]!.Hash));
        Assert.Null(world[2]);
    }

    [Fact]
    public void Plan_SpareOfAProvenUpdateDiesAndItsSuccessorFails_Returns()
    {
        var world = new PlannerWorld(PlannerWorld.Service(), wanted: 2);
        world.Settle();
        world.Set(0, slot => slot with { IsBusy = true });
        world.BeginUpdate("v2");
        world.Settle();
        Assert.Equal("proven", world.Story[^1]);
        world.Answer = version => version == "v1";
        world.Kill(2);
        world.Settle();
        world.Set(0, slot => slot with { IsBusy = false });
        world.Settle();

        Assert.Contains("returned", world.Story);
        Assert.Equal("v1", world[0]!.Hash);
        Assert.Equal("v1", world[1]!.Hash);
        Assert.Null(world[2]);
    }

    [Fact]
    public void Plan_Stopping_EndsEverything()
    {
        var world = Running(3, clear: true);
        world.Stopping = true;
        world.Settle();

        Assert.All(Enumerable.Range(0, 3), slot => Assert.Null(world[slot]));
        Assert.DoesNotContain(world.Story, line => line.StartsWith("start", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_SameViewTwice_GivesTheSamePlan()
    {
        var world = Running(3);
        world.Sicken(1);
        world.Kill(2);

        Assert.Equal(world.Plan().Actions, world.Plan().Actions);
    }

    private static PlannerWorld Running(int wanted, bool clear = false) => Running(PlannerWorld.Service(), wanted, clear);

    private static PlannerWorld Running(ServiceSpec spec, int wanted, bool clear = false)
    {
        var world = new PlannerWorld(spec, wanted);
        world.Settle();
        Assert.All(Enumerable.Range(0, wanted), slot => Assert.Equal(ReplicaState.Ready, world[slot]!.State));
        if (clear)
            world.Story.Clear();
        world.Advance(60);
        return world;
    }
}
