using Capstan.Core.Replicas;
using Capstan.Core.Workers;

namespace Capstan.Core.Tests.Workers;

public sealed class WorkerPlannerTests
{
    [Fact]
    public void Plan_EmptyDatabase_StartsSlotZeroAloneUntilItLeads()
    {
        var world = new WorkerWorld(3);
        world.Settle();
        world.Join(0);
        world.Settle();
        Assert.Equal(["start 0", "ready 0"], world.Story);

        world.Lead(0);
        world.Settle();
        Assert.Equal(["start 0", "ready 0", "start 1", "start 2"], world.Story);
    }

    [Fact]
    public void Plan_RestartOfEverything_StartsEveryRosterSlotAlsoAboveTheWantedCount()
    {
        var world = new WorkerWorld(2);
        world.Roster.AddRange([0, 4]);
        world.Settle();

        Assert.Equal([0, 4], world.Alive);
    }

    [Fact]
    public void Plan_OnceSomebodyLeadsAfterARestart_TheRosterSlotsThatAreNotWantedLeave()
    {
        var world = new WorkerWorld(2);
        world.Roster.AddRange([0, 4]);
        world.Settle();
        world.Join(0);
        world.Join(4);
        world.Lead(0);
        world.Settle();
        Assert.Equal([0, 1, 4], world.Alive);

        world.Join(1);
        world.Settle();
        Assert.Equal([0, 1], world.Alive);
        Assert.Contains("retire 4", world.Story);
    }

    [Fact]
    public void Plan_FewerWanted_DrainsTheHighestFollowerAndAsksForItsRetirement()
    {
        var world = WorkerWorld.Running(3);
        world.Wanted = 2;
        world.Settle();

        Assert.Equal(["draining 2", "stop 2 10", "retire 2"], world.Story);
    }

    [Fact]
    public void Plan_FewerWantedAndTheLeaderInTheHighestSlot_DrainsTheFollowerBelowIt()
    {
        var world = WorkerWorld.Running(3);
        world.Lead(2);
        world.Wanted = 2;
        world.Settle();

        Assert.Equal([0, 2], world.Alive);
        Assert.DoesNotContain("draining 2", world.Story);
    }

    [Fact]
    public void Plan_LeaderOfAHighSlotLeadsNoMore_ItsSlotGivesWayOnceTheLowerOneServes()
    {
        var world = WorkerWorld.Running(3);
        world.Lead(2);
        world.Wanted = 2;
        world.Settle();
        world.Lead(0);
        world.Settle();
        Assert.Equal([0, 1, 2], world.Alive);

        world.Join(1);
        world.Settle();
        Assert.Equal([0, 1], world.Alive);
    }

    [Fact]
    public void Plan_FewerWantedWhileOneThatStaysIsNotReady_TakesNobodyAway()
    {
        var world = WorkerWorld.Running(3);
        world.Wanted = 2;
        world.Silence(1);
        world.Settle();

        Assert.Equal([0, 1, 2], world.Alive);
    }

    [Fact]
    public void Plan_FewerWantedWithoutALeader_TakesNobodyAway()
    {
        var world = WorkerWorld.Running(3);
        world.Lead(null);
        world.Wanted = 1;
        world.Settle();

        Assert.Empty(world.Story);
    }

    [Fact]
    public void Plan_WorkerEnds_IsReplacedInItsSlotAtOnce()
    {
        var world = WorkerWorld.Running(2);
        world.Kill(1);
        world.Settle();

        Assert.Equal(["failed 1", "stop 1 0", "start 1"], world.Story);
    }

    [Fact]
    public void Plan_AllWorkersSilent_EachIsReplacedAfterHangAndNeverEarlier()
    {
        var world = WorkerWorld.Running(3);
        foreach (var slot in (int[])[0, 1, 2])
            world.Silence(slot);
        world.Lead(null);
        world.Advance(29.9);
        world.Settle();
        Assert.Empty(world.Story);

        world.Advance(0.1);
        world.Settle();
        Assert.Equal(["stop 0 0", "stop 1 0", "stop 2 0"], world.Story.Where(step => step.StartsWith("stop", StringComparison.Ordinal)));
        Assert.Equal([0, 1, 2], world.Alive);
    }

    [Fact]
    public void Plan_NewcomerThatNeverJoined_HasAMinute()
    {
        var world = new WorkerWorld(1);
        world.Settle();
        world.Advance(59);
        world.Settle();
        Assert.Equal(["start 0"], world.Story);

        world.Advance(1);
        world.Settle();
        Assert.Equal(["start 0", "failed 0", "stop 0 0", "start 0"], world.Story);
    }

    [Fact]
    public void Plan_NewcomerThatCatchesUp_IsLeftAloneAsLongAsItComesOn()
    {
        var world = WorkerWorld.Running(1);
        world.Wanted = 2;
        world.Settle();
        for (var minute = 0; minute < 60; minute++)
        {
            world.Join(1, isReady: false, applied: minute);
            world.Advance(60);
            world.Join(0);
            world.Settle();
        }

        Assert.Equal(["start 1"], world.Story);
    }

    [Fact]
    public void Plan_NewcomerThatStandsStillForTenMinutes_HasFailed()
    {
        var world = WorkerWorld.Running(1);
        world.Wanted = 2;
        world.Settle();
        world.Join(1, isReady: false, applied: 5);
        world.Advance(599);
        world.Settle();
        Assert.Equal(["start 1"], world.Story);

        world.Advance(1);
        world.Settle();
        Assert.Equal(["start 1", "failed 1", "stop 1 0", "start 1"], world.Story);
    }

    [Fact]
    public void Plan_LeaderlessForAWhile_StartsRosterSlotsThatWereGivenUp()
    {
        var world = WorkerWorld.Running(1);
        world.Roster.Add(3);
        world.Slot(new WorkerSlotView { Slot = 3, HoldsData = true });
        world.Lead(null);
        world.Settle();
        Assert.Empty(world.Story);
        Assert.Equal(world.Now + WorkerPlanner.HearAfter, world.Plan().LookAgain);

        world.Advance(3);
        world.Settle();
        Assert.Equal(["start 3"], world.Story);
    }

    [Fact]
    public void Plan_EmptySlotWithDataThatIsNotWanted_IsRetiredOnlyUnderALeader()
    {
        var world = WorkerWorld.Running(1);
        world.Slot(new WorkerSlotView { Slot = 2, HoldsData = true });
        Assert.IsType<RetireSlot>(Assert.Single(world.Plan().Actions));

        world.Lead(null);
        Assert.Empty(world.Plan().Actions);
    }

    [Fact]
    public void Plan_SlotWhoseRetirementIsUnderWay_IsNotStarted()
    {
        var world = WorkerWorld.Running(1);
        world.Slot(new WorkerSlotView { Slot = 1, HoldsData = true, IsBusy = true });
        world.Wanted = 2;

        Assert.Empty(world.Plan().Actions);
    }

    [Fact]
    public void Plan_Stopping_EndsTheLeaderLastAndRetiresNothing()
    {
        var world = WorkerWorld.Running(3);
        world.Stopping = true;
        world.Settle();

        Assert.Equal(["draining 2", "draining 1", "stop 1 10", "stop 2 10", "draining 0", "stop 0 10"], world.Story);
    }

    [Fact]
    public void Plan_BackOffOfASlot_IsKept()
    {
        var world = WorkerWorld.Running(1);
        world.Wanted = 2;
        var notBefore = world.Now + TimeSpan.FromSeconds(4);
        world.Slot(new WorkerSlotView { Slot = 1, CrashLoop = new CrashLoop(3, notBefore) });

        var plan = world.Plan();

        Assert.Empty(plan.Actions);
        Assert.Equal(notBefore, plan.LookAgain);
    }

    [Theory]
    [InlineData(true, false, 0)]
    [InlineData(false, true, 0)]
    [InlineData(false, false, 3)]
    public void After_EndOfAWorker_OnlyEndsBeforeReadyCount(bool wasReady, bool steppedDown, int ends)
    {
        var memory = new CrashLoop(2, TimeSpan.FromSeconds(3));
        var started = TimeSpan.FromSeconds(10);

        var after = WorkerEnds.After(memory, started, wasReady ? started : null, started + TimeSpan.FromSeconds(1), steppedDown, 0.5);

        Assert.Equal(ends, after.EarlyEnds);
        Assert.Equal(ends == 0, after.NotBefore == TimeSpan.Zero);
    }

    [Theory]
    [InlineData(2, null, "0 1")]
    [InlineData(2, 1, "0 1")]
    [InlineData(2, 5, "0 5")]
    [InlineData(1, 5, "5")]
    public void Wanted_ForALeader_KeepsItsSlot(int workers, int? leader, string slots) =>
        Assert.Equal(slots, string.Join(' ', WorkerSlots.Wanted(workers, leader, [])));

    [Fact]
    public void Watch_ReportsThatRepeat_AreNoProgress()
    {
        var watch = new WorkerWatch(TimeSpan.Zero);
        watch.Observe(new WorkerSighting(false, false, 1, 1), TimeSpan.FromSeconds(1));
        watch.Observe(new WorkerSighting(false, false, 1, 1), TimeSpan.FromSeconds(2));
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)), (watch.LastSeen, watch.LastProgress));

        watch.Observe(new WorkerSighting(false, false, 1, 2), TimeSpan.FromSeconds(3));
        watch.Observe(null, TimeSpan.FromSeconds(4));
        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3)), (watch.LastSeen, watch.LastProgress));
        Assert.Null(watch.Now);
        Assert.NotNull(watch.Last);
    }
}
