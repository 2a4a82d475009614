using Capstan.Core.Replicas;
using Capstan.Core.Stacks;
using Capstan.Events;
using Capstan.State;

namespace Capstan.Tests.Control;

public sealed class DatabaseControlTests
{
    private static readonly DatabaseSpec Main = new() { Name = "main" };
    private static readonly ScaleSpec Scale = new() { Requests = 20, Edge = ScaleEdge.Same, Window = TimeSpan.FromMinutes(2) };
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Run_FreshDatabase_StartsTheLeaderFirstAndIsReadyWithItsFollowers()
    {
        await using var world = new ControllerWorld(Main with { Followers = 2 });
        await world.StartedAsync();

        Assert.Equal(["main/0#1", "main/1#1", "main/2#1"], world.Live().Select(id => id.ToString()));
        Assert.Equal(world.Runtime.Replicas[0].Pid, world.Engine.LeaderPid);
        // The two followers start side by side.
        var launch = world.Runtime.Launches.Single(launched => launched.Id.Slot == 1);
        Assert.Equal(["capstan", "worker"], launch.Template.Command);
        Assert.Equal(0, launch.Port);
        Assert.Equal("1", launch.Template.Environment["TWIN_SLOT"]);
        Assert.Equal(Path.Combine(world.Folder, "databases", "main", "slot-1"), launch.Template.Environment["CAPSTAN_WORKER_FOLDER"]);
        var status = world.Controller.Status().Databases.Single();
        Assert.Equal((0, 2, 2), (status.Leader, status.Followers, status.ReadyFollowers));
        Assert.Equal(["leader", "follower", "follower"], status.Workers.Select(worker => worker.Role));
    }

    [Fact]
    public async Task Run_NobodyLeadsYet_StartsNoFollowerAndNoServiceAndIsNotReady()
    {
        await using var world = new ControllerWorld(Main, ControllerWorld.Service());
        world.Engine.HoldBack(0);
        world.Start();
        await world.UntilAsync(EventKinds.ReplicaStarted, "main/0#1");
        await world.UntilStatusAsync(status => status.Databases[0].Workers is [{ State: "starting" }]);
        Assert.Equal(["main/0#1"], world.Live().Select(id => id.ToString()));

        world.Engine.LetGo(0);
        await world.UntilAsync(EventKinds.StackReady);
        Assert.Equal(["main/0#1", "main/1#1", "web/0#1"], world.Live().Select(id => id.ToString()));
    }

    [Fact]
    public async Task Run_NobodyLeadsForLong_StartsTheServicesAllTheSame()
    {
        await using var world = new ControllerWorld(Main, ControllerWorld.Service());
        world.Engine.HoldBack(0);
        world.Start();
        await world.AdvanceUntilAsync(world.UntilAsync(EventKinds.DatabaseLate), Second);
        await world.UntilAsync(EventKinds.ReplicaReady, "web/0#1");

        Assert.DoesNotContain(world.Events.All, happened => happened.Kind == EventKinds.StackReady);
    }

    [Fact]
    public async Task Run_WorkerEndsSoonAfterReady_IsStartedAgainAtOnce()
    {
        await using var world = new ControllerWorld(Main);
        await world.StartedAsync();
        world.Runtime.Exit(new ReplicaId("main", 0, 1), 137);
        await world.UntilAsync(EventKinds.ReplicaReady, "main/0#2");

        Assert.DoesNotContain(world.Events.All, happened => happened.Kind == EventKinds.SlotBackoff);
        await world.UntilStatusAsync(status => status.Databases[0] is { Leader: 1, ReadyFollowers: 1 });
    }

    [Fact]
    public async Task Run_WorkerStepsDownBeforeReady_IsStartedAgainAtOnce()
    {
        await using var world = new ControllerWorld(Main);
        await world.StartedAsync();
        world.Engine.HoldBack(1);
        world.Runtime.Exit(new ReplicaId("main", 1, 1), 1);
        await world.UntilAsync(EventKinds.ReplicaStarted, "main/1#2");
        world.Runtime.Exit(new ReplicaId("main", 1, 2), 70);
        var failed = await world.UntilAsync(EventKinds.ReplicaFailed, "main/1#2");
        Assert.Equal("stepped down (exit code 70)", failed.Reason);
        await world.UntilAsync(EventKinds.ReplicaStarted, "main/1#3");
    }

    [Fact]
    public async Task Run_WorkerEndsBeforeReady_BacksOff()
    {
        await using var world = new ControllerWorld(Main);
        await world.StartedAsync();
        world.Engine.HoldBack(1);
        world.Runtime.Exit(new ReplicaId("main", 1, 1), 1);
        await world.UntilAsync(EventKinds.ReplicaStarted, "main/1#2");
        world.Runtime.Exit(new ReplicaId("main", 1, 2), 1);
        var waiting = await world.UntilAsync(EventKinds.SlotBackoff);
        Assert.Contains("exit code 1", waiting.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SilentWorker_IsKilledAfterHang()
    {
        await using var world = new ControllerWorld(Main);
        await world.StartedAsync();
        world.Engine.Silence(1);
        await world.UntilStatusAsync(status => status.Databases[0].Workers.Any(worker => worker is { Slot: 1, Role: null }));
        var silent = world.Time.GetUtcNow();
        var failed = world.UntilAsync(EventKinds.ReplicaFailed, "main/1#1");
        await world.AdvanceUntilAsync(failed, Second);

        Assert.InRange((await failed).Time - silent, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(32));
        await world.UntilAsync(EventKinds.ReplicaGone, "main/1#1");
    }

    [Fact]
    public async Task Status_SilentWorker_IsNotShownAsReady()
    {
        await using var world = new ControllerWorld(Main);
        await world.StartedAsync();
        var heard = world.Time.GetUtcNow();
        world.Engine.Silence(1);
        await world.UntilStatusAsync(status => status.Databases[0].Workers.Any(worker => worker is { Slot: 1, Role: null }));
        var shown = world.Controller.Status().Databases[0];
        var silent = shown.Workers.Single(worker => worker.Slot == 1);
        Assert.Equal(("silent", 0), (silent.State, shown.ReadyFollowers));
        Assert.InRange(silent.Since, heard - TimeSpan.FromSeconds(1), heard);
        Assert.NotNull(silent.Pid);
    }

    [Fact]
    public async Task Window_WithReads_AsksForFollowersAndAnEmptyOneGivesThemBack()
    {
        await using var world = new ControllerWorld(Main with { Scale = Scale });
        await world.StartedAsync();
        for (var read = 0; read < 60; read++)
            world.Reads.Count(world.Time.GetTimestamp());
        var decided = await Decided(world);
        Assert.StartsWith("60 reads in window 0: goes up from 1 to 3", decided.Reason, StringComparison.Ordinal);
        await world.UntilAsync(EventKinds.ReplicaReady, "main/3#1");

        world.Engine.Retires = _ => false;
        await Decided(world);
        await world.UntilAsync(EventKinds.ReplicaGone, happened => happened.Replica is "main/2#1");
        await world.UntilStatusAsync(status => status.Databases[0].Workers.Count == 2);
        Assert.Equal(["main/0#1", "main/1#1"], world.Live().Select(id => id.ToString()));
    }

    /// <summary>Its servers may be there and not answer, as a broker under an alarm does.</summary>
    [Fact]
    public async Task Retirement_IsNotAnswered_IsGivenUpAndHoldsUpNoStop()
    {
        await using var world = new ControllerWorld(Main with { Followers = 2 });
        await world.StartedAsync();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Engine.Retiring = token =>
        {
            asked.TrySetResult();
            return Task.Delay(Timeout.Infinite, token);
        };
        Assert.Null(world.Controller.Scale("main", 1));
        await world.AdvanceUntilAsync(asked.Task, Second);
        var told = world.UntilAsync(EventKinds.Warning);
        await world.AdvanceUntilAsync(told, Second);
        Assert.Contains("slot 2 is not retired: its engine did not answer within 5 s", (await told).Reason, StringComparison.Ordinal);

        world.Controller.Stop("asked by the test");
        await world.AdvanceUntilAsync(world.Running, Second);
        Assert.Equal(["main/2#1", "main/1#1", "main/0#1"], world.Runtime.Stops.Select(id => id.ToString()));
    }

    [Fact]
    public async Task ScaleDown_KeepsTheFolderUntilTheSlotIsRetired()
    {
        await using var world = new ControllerWorld(Main with { Followers = 2 });
        await world.StartedAsync();
        var folder = Directory.CreateDirectory(Path.Combine(world.Folder, "databases", "main", "slot-2")).FullName;
        world.Engine.Retires = _ => world.Engine.RetireCalls.Count > 2;
        Assert.Null(world.Controller.Scale("main", 1));
        await world.UntilAsync(EventKinds.ReplicaGone, "main/2#1");
        Assert.True(Directory.Exists(folder));

        await world.AdvanceUntilAsync(world.UntilAsync(EventKinds.DatabaseSlotEmptied), Second);
        Assert.False(Directory.Exists(folder));
        Assert.Equal([2, 2, 2], world.Engine.RetireCalls);
    }

    [Fact]
    public async Task ScaleDown_LeaderInTheHighestSlot_StaysAndTheFollowerGoes()
    {
        await using var world = new ControllerWorld(Main with { Followers = 2 });
        await world.StartedAsync();
        world.Engine.Lead(2);
        await world.UntilStatusAsync(status => status.Databases[0].Leader == 2);
        Assert.Null(world.Controller.Scale("main", 1));
        await world.UntilAsync(EventKinds.ReplicaGone, "main/1#1");

        Assert.Equal([0, 2], world.Live().Select(id => id.Slot));
    }

    [Fact]
    public async Task Restart_OfEverything_StartsTheRosterAndLetsTheSurplusGoOnceItIsHeard()
    {
        await using var world = new ControllerWorld(Main);
        world.Engine.Expect(0, 1, 3);
        world.Engine.SetMayLead(false);
        world.Start();
        await world.UntilStatusAsync(status => status.Databases[0].Workers.Count == 3);
        Assert.Equal([0, 1, 3], world.Live().Select(id => id.Slot));

        world.Engine.SetMayLead(true);
        await world.UntilAsync(EventKinds.DatabaseSlotEmptied);
        Assert.Equal([0, 1], world.Live().Select(id => id.Slot));
    }

    [Fact]
    public async Task Stop_EndsServicesThenTheApiThenFollowersThenTheLeaderAndKeepsTheData()
    {
        await using var world = new ControllerWorld(Main, ControllerWorld.Service());
        await world.StartedAsync();
        var finished = new TaskCompletionSource();
        world.Front.Busy = finished.Task;
        world.Controller.Stop("asked by the test");
        await world.Front.Closing.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(["main/0#1", "main/1#1"], world.Live().Select(id => id.ToString()));

        finished.SetResult();
        await world.Running.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(["web/0#1", "main/1#1", "main/0#1"], world.Runtime.Stops.Select(id => id.ToString()));
        Assert.Empty(world.Engine.RetireCalls);
    }

    [Fact]
    public async Task Restart_AfterScalingByHand_GoesOnWithTheNumber()
    {
        await using var world = new ControllerWorld(Main);
        await world.StartedAsync();
        Assert.Null(world.Controller.Scale("main", 3));
        await world.UntilAsync(EventKinds.ReplicaReady, "main/3#1");
        await world.LeaveAsync();
        world.Restart();
        await world.UntilAsync(EventKinds.StackReady);

        Assert.Equal(3, world.Controller.Status().Databases[0].Followers);
    }

    [Theory]
    [InlineData(-1, "-1 followers cannot be wanted")]
    [InlineData(101, "101 followers are more than 100")]
    public async Task Scale_OutOfBounds_IsRefused(int wanted, string sentence)
    {
        await using var world = new ControllerWorld(Main);
        await world.StartedAsync();

        Assert.StartsWith(sentence, world.Controller.Scale("main", wanted), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_OfFollowersAndScale_HoldsAtOnce()
    {
        await using var world = new ControllerWorld(Main);
        await world.StartedAsync();
        Assert.True(world.Controller.Reload(world.With(Main with { Followers = 2 })).Accepted);
        await world.UntilAsync(EventKinds.ReplicaReady, "main/2#1");
        Assert.True(world.Controller.Reload(world.With(Main with { Scale = Scale })).Accepted);
        await world.UntilAsync(EventKinds.StackReloaded, happened => happened.Reason.Contains("scale", StringComparison.Ordinal));
        world.Reads.Count(world.Time.GetTimestamp());
        Assert.StartsWith("1 reads in window 0: goes down from 2 to 1", (await Decided(world)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_IsSaidWhenItHolds()
    {
        await using var world = new ControllerWorld(Main, ControllerWorld.Service());
        await world.StartedAsync();
        var held = new TaskCompletionSource<(bool Counts, int Replicas)>();
        world.Events.Appending += happened =>
        {
            if (happened.Kind == EventKinds.StackReloaded)
                held.TrySetResult((world.Reads.Window is not null, world.Plane.Services.Single().Replicas));
        };
        var changed = world.With(Main with { Scale = Scale }) with { Services = [ControllerWorld.Service(replicas: 2)] };
        Assert.True(world.Controller.Reload(changed).Accepted);
        await world.UntilAsync(EventKinds.StackReloaded);
        Assert.Equal((true, 2), await held.Task);
    }

    [Fact]
    public async Task Crash_OfAWorker_IsFollowedByASuccessorAtOnce()
    {
        await using var world = new ControllerWorld(Main);
        await world.StartedAsync();
        Assert.True(await world.Controller.CrashAsync("main", world.Engine.LeaderPid));
        Assert.False(await world.Controller.CrashAsync("main", 1));
        await world.UntilAsync(EventKinds.DatabaseCrashed, "main/0#1");
        await world.UntilAsync(EventKinds.ReplicaReady, "main/0#2");

        await world.UntilStatusAsync(status => status.Databases[0].Leader == 1);
    }

    [Fact]
    public async Task ForceLeader_WithoutOne_AsksTheEngineAndSaysSo()
    {
        await using var world = new ControllerWorld(Main);
        world.Engine.SetMayLead(false);
        world.Engine.Trouble = "slot 1 must be heard";
        world.Start();
        await world.UntilStatusAsync(status => status.Problems.Contains("main: slot 1 must be heard."));
        Assert.Null(await world.Controller.ForceLeaderAsync("main", TestContext.Current.CancellationToken));
        await world.UntilAsync(EventKinds.DatabaseForced);

        Assert.Equal(1, world.Engine.Forced);
        await world.UntilStatusAsync(status => status.Databases[0].Leader == 0);
        Assert.Contains("there is nothing to force", await world.Controller.ForceLeaderAsync("main", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("the stack has main", await world.Controller.ForceLeaderAsync("mian", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>The operator has to read why, and the log must not say that it was done.</summary>
    [Fact]
    public async Task ForceLeader_EngineCannotNow_SaysWhyAndNothingElse()
    {
        await using var world = new ControllerWorld(Main);
        world.Engine.SetMayLead(false);
        world.Engine.Trouble = "slot 1 must be heard";
        world.Engine.ForceFault = "the ensemble does not answer";
        world.Start();
        await world.UntilStatusAsync(status => status.Problems.Contains("main: slot 1 must be heard."));
        Assert.Equal("the ensemble does not answer", await world.Controller.ForceLeaderAsync("main", TestContext.Current.CancellationToken));
        Assert.DoesNotContain(world.Events.All, happened => happened.Kind == EventKinds.DatabaseForced);

        world.Engine.ForceFault = null;
        Assert.Null(await world.Controller.ForceLeaderAsync("main", TestContext.Current.CancellationToken));
        await world.UntilAsync(EventKinds.DatabaseForced);
    }

    [Fact]
    public async Task Notice_OfTheEngine_IsAnEvent()
    {
        await using var world = new ControllerWorld(Main);
        await world.StartedAsync();
        world.Engine.Tell("quarantined", "its rows differ at 7", 1);
        var told = await world.UntilAsync("database.quarantined");

        Assert.Equal(("main", "its rows differ at 7", 1), (told.Service, told.Reason, (int?)told.Data?["slot"]));
    }

    [Fact]
    public async Task Run_StateOfAVersionWithoutDatabases_IsUnderstood()
    {
        await using var world = new ControllerWorld(Main);
        await File.WriteAllTextAsync(Path.Combine(world.Folder, "state.json"), """{ "version": 1, "services": {} }""", TestContext.Current.CancellationToken);

        Assert.Empty(new StateFile(world.Folder).Read().Databases);
        await world.StartedAsync();
    }

    [Fact]
    public async Task Status_TellsHowFarEachWorkerIsBehindTheLeader()
    {
        await using var world = new ControllerWorld(Main);
        await world.StartedAsync();
        world.Engine.Apply(0, 40);
        world.Engine.Apply(1, 33);

        await world.UntilStatusAsync(status => status.Databases[0] is { Position: 40, Workers: [{ Lag: 0 }, { Lag: 7, Applied: 33 }] });
    }

    private static async Task<StackEvent> Decided(ControllerWorld world)
    {
        var decided = world.UntilAsync(EventKinds.ScaleDecided);
        await world.AdvanceUntilAsync(decided, TimeSpan.FromSeconds(10));
        return await decided;
    }
}
