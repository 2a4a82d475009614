using Capstan.Core.Replicas;
using Capstan.Core.Stacks;
using Capstan.Drills;
using Capstan.Events;

namespace Capstan.Tests.Control;

public sealed class DrillControlTests
{
    private static readonly DatabaseSpec Main = new() { Name = "main", Followers = 2 };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task KillLeader_IsToldAndThenFoundAsAnyOtherDeath()
    {
        await using var world = new ControllerWorld(Main);
        await world.StartedAsync();
        var outcome = await world.Controller.DrillAsync(new DrillRequest("kill-leader", "main"), Cancelled);

        Assert.Equal("leader", Assert.Single(outcome.Injection!.Targets).Role);
        var said = await world.UntilAsync(EventKinds.DrillStarted, "main/0#1");
        Assert.Equal(outcome.Injection.Id, said.Id);
        Assert.StartsWith("drill: kill-leader: main/0#1 (process ", said.Reason, StringComparison.Ordinal);
        Assert.Equal("its program was ended by signal 9", (await world.UntilAsync(EventKinds.ReplicaFailed, "main/0#1")).Reason);
        await world.UntilAsync(EventKinds.ReplicaReady, "main/0#2");

        // Which of the followers has the lower pid is open: they are started at once.
        await world.UntilStatusAsync(status => status.Databases[0] is { Leader: 1 or 2, ReadyFollowers: 2 });
        Assert.Equal(["kill main/0#1"], world.Runtime.Injuries);
    }

    [Fact]
    public async Task KillWorkers_MeetsAllOfThem()
    {
        await using var world = new ControllerWorld(Main);
        await world.StartedAsync();
        var outcome = await world.Controller.DrillAsync(new DrillRequest("kill-workers", "main"), Cancelled);

        Assert.Equal([0, 1, 2], outcome.Injection!.Targets.Select(target => target.Slot));
        await world.UntilStatusAsync(status => status.Databases[0] is { Leader: not null, ReadyFollowers: 2 } database && database.Workers.All(worker => worker.Generation == 2));
    }

    [Fact]
    public async Task PauseFollower_LastsTwoSessionsUnlessAskedOtherwise_AndOneAtATime()
    {
        await using var world = new ControllerWorld(Main);
        await world.StartedAsync();
        var first = await world.Controller.DrillAsync(new DrillRequest("pause-follower", "main"), Cancelled);
        var second = await world.Controller.DrillAsync(new DrillRequest("kill-leader", "main"), Cancelled);

        Assert.Equal(8, first.Injection!.Seconds);
        Assert.True(world.Runtime.IsPaused(new ReplicaId("main", 1, 1)));
        Assert.Equal("A drill pauses a part of 'main' already; wait until it is over.", second.Refusal);
        world.Time.Advance(TimeSpan.FromSeconds(8));
        var third = await world.Controller.DrillAsync(new DrillRequest("pause-leader", "main", Seconds: 0.5), Cancelled);
        Assert.Equal(0.5, third.Injection!.Seconds);
    }

    [Fact]
    public async Task Pause_OfWhatWasReplacedMeanwhile_HoldsUpNoOtherDrill()
    {
        await using var world = new ControllerWorld(Main);
        await world.StartedAsync();
        Assert.NotNull((await world.Controller.DrillAsync(new DrillRequest("pause-follower", "main", Seconds: 600), Cancelled)).Injection);
        world.Runtime.Exit(new ReplicaId("main", 1, 1), 137);
        await world.UntilAsync(EventKinds.ReplicaReady, "main/1#2");
        await world.UntilStatusAsync(status => status.Databases[0].ReadyFollowers == 2);

        Assert.NotNull((await world.Controller.DrillAsync(new DrillRequest("kill-leader", "main"), Cancelled)).Injection);
    }

    [Fact]
    public async Task End_LetsGoOnWhatIsPaused_AndIsNothingAfterwards()
    {
        await using var world = new ControllerWorld(Main);
        await world.StartedAsync();
        var drill = (await world.Controller.DrillAsync(new DrillRequest("pause-leader", "main"), Cancelled)).Injection!;
        await world.Controller.EndDrillAsync(drill.Id, Cancelled);
        await world.Controller.EndDrillAsync(drill.Id, Cancelled);

        Assert.False(world.Runtime.IsPaused(new ReplicaId("main", 0, 1)));
        Assert.Equal(["pause main/0#1", "resume main/0#1"], world.Runtime.Injuries);
        await world.UntilAsync(EventKinds.DrillEnded);
    }

    [Fact]
    public async Task KillReplica_OfAService_IsReplacedOnItsPort()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service(replicas: 2));
        await world.StartedAsync();
        // One that dies sooner after its start is taken for a program that cannot run.
        world.Time.Advance(TimeSpan.FromSeconds(11));
        var outcome = await world.Controller.DrillAsync(new DrillRequest("kill-replica", Service: "web"), Cancelled);

        var target = Assert.Single(outcome.Injection!.Targets);
        Assert.Null(target.Role);
        await world.UntilAsync(EventKinds.ReplicaReady, $"web/{target.Slot}#2");
        Assert.Equal(8000 + target.Slot, world.Runtime.Replicas.Single(replica => replica.Id == new ReplicaId("web", target.Slot, 2)).Port);
    }

    [Fact]
    public async Task Drill_OfADatabaseInTrouble_IsRefusedAndInjuresNobody()
    {
        await using var world = new ControllerWorld(Main);
        await world.StartedAsync();
        world.Engine.Trouble = "the log is damaged.";
        world.Engine.Tell("changed", "", null);
        await world.UntilStatusAsync(status => status.Problems.Count > 0);
        var outcome = await world.Controller.DrillAsync(new DrillRequest("kill-leader", "main"), Cancelled);

        Assert.Equal("'main' is in trouble already: the log is damaged.", outcome.Refusal);
        Assert.Empty(world.Runtime.Injuries);
        Assert.DoesNotContain(world.Events.All, happened => happened.Kind == EventKinds.DrillStarted);
    }

    [Fact]
    public async Task Drill_ThatTheRuntimeRefuses_SaysSoAndIsToldAsFailed()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service());
        await world.StartedAsync();
        world.Runtime.FailNextInjury("the engine is away");
        var outcome = await world.Controller.DrillAsync(new DrillRequest("kill-replica", Service: "web"), Cancelled);

        Assert.Equal("the engine is away", outcome.Refusal);
        Assert.Contains("the engine is away", (await world.UntilAsync(EventKinds.DrillEnded)).Reason, StringComparison.Ordinal);
    }
}
