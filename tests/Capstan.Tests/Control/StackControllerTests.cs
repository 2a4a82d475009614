using Capstan.Containers;
using Capstan.Core.Health;
using Capstan.Core.Replicas;
using Capstan.Core.Stacks;
using Capstan.Events;
using Capstan.Gateway;

namespace Capstan.Tests.Control;

public sealed class StackControllerTests
{
    private static readonly ScaleSpec Scale = new() { Requests = 20, Edge = ScaleEdge.Next, Window = TimeSpan.FromMinutes(2), Min = 1, Max = 10 };

    [Fact]
    public async Task Run_FreshStack_StartsTheWantedReplicasAndPublishesThem()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service(replicas: 3));
        await world.StartedAsync();

        Assert.Equal([8000, 8001, 8002], world.Plane.Targets("web").Select(target => target.Port));
        Assert.All(world.Plane.Targets("web"), target => Assert.Equal(TargetCondition.Healthy, target.Condition));
        Assert.Equal("running", world.Controller.Status().State);
    }

    [Fact]
    public async Task Run_ReplicaThatIsNotHealthyYet_GetsNoTraffic()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service());
        world.Probe.Answer = _ => ProbeOutcome.Refused;
        world.Start();
        await world.UntilAsync(EventKinds.ReplicaStarted);
        await world.UntilStatusAsync(status => status.Services[0].Replicas is [{ State: "starting" }]);

        Assert.Empty(world.Plane.Targets("web"));
    }

    [Fact]
    public async Task Run_ReplicaEnds_IsReplacedOnTheSamePort()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service(replicas: 2));
        await world.StartedAsync();
        world.Time.Advance(TimeSpan.FromSeconds(11));
        world.Runtime.Exit(new ReplicaId("web", 0, 1), 137);

        var failed = await world.UntilAsync(EventKinds.ReplicaFailed, "web/0#1");
        await world.UntilAsync(EventKinds.ReplicaReady, "web/0#2");

        Assert.Contains("signal 9", failed.Reason, StringComparison.Ordinal);
        Assert.Equal(8000, world.Runtime.Replicas.Single(replica => replica.Id.Slot == 0).Port);
        await world.UntilStatusAsync(status => status.Services[0].Replicas.All(replica => replica.State == "ready"));
    }

    [Fact]
    public async Task Run_ReplicaTurnsSick_IsReplacedAfterItsFailures()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service(replicas: 2));
        await world.StartedAsync();
        world.Time.Advance(TimeSpan.FromSeconds(11));
        world.Probe.Answer = port => port == 8001 ? ProbeOutcome.WrongStatus : ProbeOutcome.Healthy;
        await world.AdvanceUntilAsync(world.UntilAsync(EventKinds.ReplicaFailed, "web/1#1"), TimeSpan.FromSeconds(1));
        world.Probe.Answer = _ => ProbeOutcome.Healthy;
        await world.AdvanceUntilAsync(world.UntilAsync(EventKinds.ReplicaReady, "web/1#2"), TimeSpan.FromSeconds(1));

        Assert.DoesNotContain(world.Events.All, happened => happened.Replica == "web/0#1" && happened.Kind == EventKinds.ReplicaFailed);
    }

    [Fact]
    public async Task Run_ReplicaThatNeverServed_LeavesItsLastWords()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service());
        world.Probe.Answer = _ => ProbeOutcome.Refused;
        world.Start();
        await world.UntilAsync(EventKinds.ReplicaStarted);
        var id = new ReplicaId("web", 0, 1);
        world.Runtime.Print(id, "starting");
        world.Runtime.Print(id, "no such database: orders", isError: true);
        world.Runtime.Exit(id, 1);
        var waiting = await world.UntilAsync(EventKinds.SlotBackoff);

        Assert.Contains("exit code 1; it last wrote: starting / no such database: orders", waiting.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_StartsThatFail_AreTriedAgainWithBackoff()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service());
        world.Runtime.FailNextStarts(StartFault.Transient, "the engine is busy", 3);
        world.Start();
        foreach (var seconds in new[] { 1, 2, 4 })
        {
            await world.UntilAsync(EventKinds.ReplicaStartFailed);
            await world.UntilStatusAsync(status => status.Problems.Count == 1);
            world.Time.Advance(TimeSpan.FromSeconds(seconds));
        }

        await world.UntilAsync(EventKinds.StackReady);
        Assert.Equal(4, world.Runtime.Launches.Count);
    }

    [Fact]
    public async Task Run_AutomaticPortTaken_PicksAnother()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service() with { Ports = null });
        world.Runtime.FailNextStarts(StartFault.PortTaken, "port is taken");
        world.Start();
        await world.UntilAsync(EventKinds.ReplicaStartFailed);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.UntilAsync(EventKinds.StackReady);

        Assert.Equal(2, world.Runtime.Launches.Count);
    }

    [Fact]
    public async Task Run_ReplicasOfAnEarlierController_AreAdoptedUntouched()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service(scale: Scale));
        await world.StartedAsync();
        world.Plane.Arrive("web", 45);
        world.Time.Advance(TimeSpan.FromMinutes(2) + Capstan.Control.Autoscaler.Settle);
        await world.UntilAsync(EventKinds.ReplicaReady, "web/2#1");
        await world.UntilStatusAsync(status => status.Services[0].Replicas.Count == 3);
        var before = world.Live();
        var launches = world.Runtime.Launches.Count;
        await world.LeaveAsync();
        world.Restart();
        await world.UntilAsync(EventKinds.StackReady);

        Assert.Equal(before, world.Live());
        Assert.Equal(launches, world.Runtime.Launches.Count);
        Assert.Empty(world.Runtime.Stops);
        Assert.Equal(3, world.Controller.Status().Services[0].Wanted);
    }

    [Fact]
    public async Task Run_LeftoversOfAnEarlierController_AreRemoved()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service());
        var hash = SpecHash.Of(ControllerWorld.Service().Template!);
        world.Runtime.Leave(Left(new ReplicaId("web", 0, 7), hash, running: false));
        world.Runtime.Leave(Left(new ReplicaId("gone", 5, 1), hash, running: true));
        await world.StartedAsync();
        await world.UntilStatusAsync(_ => world.Runtime.Replicas.Count == 1);

        Assert.Equal(new ReplicaId("web", 0, 8), world.Live().Single());
    }

    [Fact]
    public async Task Run_StateCannotBeSaved_IsSaidOnceAndIsAProblemUntilItCan()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service(replicas: 1));
        await world.StartedAsync();
        var inTheWay = Directory.CreateDirectory(Path.Combine(world.Folder, "state.json.new"));
        Assert.Null(world.Controller.Scale("web", 2));
        await world.UntilStatusAsync(status => status.Problems.Any(problem => problem.Contains("state.json.new")));
        await world.UntilAsync(EventKinds.ReplicaReady, "web/1#1");
        world.Time.Advance(TimeSpan.FromSeconds(2));

        inTheWay.Delete();
        world.Time.Advance(TimeSpan.FromSeconds(2));
        await world.UntilStatusAsync(status => status.Problems.Count == 0);
        Assert.Single(world.Events.All, happened => happened.Kind == EventKinds.PassFailed);
    }

    [Fact]
    public async Task Run_ReplicaPublishedOnAnotherAddressThanNow_IsNotAdopted()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service());
        var open = Left(new ReplicaId("web", 0, 3), SpecHash.Of(ControllerWorld.Service().Template!), running: true) with { Publish = "0.0.0.0" };
        world.Runtime.Leave(open);
        world.Start();
        await world.UntilAsync(EventKinds.LeftoverRemoved, "web/0#3");
        await world.UntilAsync(EventKinds.StackReady);

        Assert.Equal(new ReplicaId("web", 0, 4), world.Live().Single());
    }

    [Fact]
    public async Task Run_RuntimeGone_DoesNothingUntilItIsBack()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service(replicas: 2));
        await world.StartedAsync();
        world.Time.Advance(TimeSpan.FromSeconds(11));
        world.Runtime.SetUnavailable("The engine does not answer.");
        world.Runtime.Exit(new ReplicaId("web", 0, 1), 1);
        world.Time.Advance(TimeSpan.FromSeconds(2));
        await world.UntilAsync(EventKinds.RuntimeLost);
        Assert.Equal(2, world.Runtime.Launches.Count);
        await world.UntilStatusAsync(status => status.Problems.Contains("The engine does not answer."));

        world.Runtime.SetUnavailable(null);
        await world.UntilAsync(EventKinds.RuntimeBack);
        await world.UntilAsync(EventKinds.ReplicaReady, "web/0#2");
    }

    [Theory]
    [InlineData(19, 1)]
    [InlineData(20, 2)]
    [InlineData(39, 2)]
    [InlineData(40, 3)]
    [InlineData(61, 4)]
    public async Task Run_WindowEnds_ScalesInOneStep(int requests, int wanted)
    {
        await using var world = new ControllerWorld(ControllerWorld.Service(scale: Scale));
        await world.StartedAsync();
        world.Plane.Arrive("web", requests);
        world.Time.Advance(TimeSpan.FromMinutes(2) + Capstan.Control.Autoscaler.Settle - TimeSpan.FromTicks(1));
        await world.UntilStatusAsync(status => status.Services[0].Window?.Index == 1);
        Assert.DoesNotContain(world.Events.All, happened => happened.Kind == EventKinds.ScaleDecided);

        world.Time.Advance(TimeSpan.FromTicks(1));
        var decided = await world.UntilAsync(EventKinds.ScaleDecided);

        Assert.Equal(wanted, (int)decided.Data!["to"]!);
        Assert.Equal(requests, (long)decided.Data!["requests"]!);
        await world.UntilStatusAsync(status => status.Services[0].Replicas.Count(replica => replica.State == "ready") == wanted);
    }

    [Fact]
    public async Task Run_EmptyWindow_RemovesTheHighestSlotsFirst()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service(scale: Scale));
        await world.StartedAsync();
        world.Plane.Arrive("web", 45);
        world.Time.Advance(TimeSpan.FromMinutes(2) + Capstan.Control.Autoscaler.Settle);
        await world.UntilStatusAsync(status => status.Services[0].Replicas.Count(replica => replica.State == "ready") == 3);
        world.Time.Advance(TimeSpan.FromMinutes(2) + Capstan.Control.Autoscaler.Settle);
        await world.UntilStatusAsync(status => status.Services[0].Replicas.Count == 1);

        Assert.Equal(new ReplicaId("web", 0, 1), world.Live().Single());
    }

    [Fact]
    public async Task Run_WallClockStepped_DecidesNothing()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service(scale: Scale));
        await world.StartedAsync();
        world.Plane.Arrive("web", 45);
        world.Time.StepWall(TimeSpan.FromHours(1));
        world.Time.Advance(TimeSpan.FromSeconds(5));
        await world.UntilStatusAsync(status => status.Services[0].Window?.Count == 45);

        Assert.DoesNotContain(world.Events.All, happened => happened.Kind == EventKinds.ScaleDecided);
    }

    [Fact]
    public async Task Reload_ChangedTemplate_RollsToTheNewVersion()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service(replicas: 2));
        await world.StartedAsync();
        var changed = ControllerWorld.Service(replicas: 2) with { Template = new ReplicaTemplate { Command = ["web", "--new"] } };

        Assert.True(world.Controller.Reload(world.With(changed)).Accepted);
        await world.UntilAsync(EventKinds.UpdateDone);
        await world.UntilStatusAsync(status => status.Services[0].Replicas.Count == 2);

        Assert.All(world.Runtime.Replicas, replica => Assert.Equal(SpecHash.Of(changed.Template!), replica.SpecHash));
        Assert.Equal([8000, 8001], world.Runtime.Replicas.Select(replica => replica.Port));
    }

    [Fact]
    public async Task Reload_VersionThatDoesNotStart_KeepsTheOldReplicas()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service(replicas: 2));
        await world.StartedAsync();
        var before = world.Live();
        world.Runtime.Missing.Add("broken");
        world.Controller.Reload(world.With(ControllerWorld.Service(replicas: 2) with { Template = new ReplicaTemplate { Command = ["broken"] } }));
        await world.UntilAsync(EventKinds.UpdateReturned);
        await world.UntilStatusAsync(status => status.Services[0].Update is null);

        Assert.Equal(before, world.Live());
        Assert.Empty(world.Runtime.Stops);
    }

    [Fact]
    public async Task Reload_ServiceRemovedAndAdded_EndsOneAndStartsTheOther()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service("old"));
        await world.StartedAsync();
        world.Controller.Reload(world.With(ControllerWorld.Service("new", ports: new PortRange(8100, 8110))));
        await world.UntilAsync(EventKinds.ReplicaReady, "new/0#1");
        await world.UntilStatusAsync(_ => world.Live() is [{ Service: "new" }]);
    }

    [Fact]
    public async Task Stop_RunningStack_EndsEveryReplicaAndTheLoop()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service(replicas: 3));
        await world.StartedAsync();
        world.Controller.Stop("asked by the test");
        await world.Running.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Empty(world.Runtime.Replicas);
    }

    [Fact]
    public async Task Stop_ReplicaWithRequests_WaitsForThemUpToTheDrainLimit()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service());
        await world.StartedAsync();
        world.Plane.InFlight["web/0#1"] = 1;
        world.Controller.Stop("asked by the test");
        await world.UntilAsync(EventKinds.ReplicaDraining);
        world.Time.Advance(TimeSpan.FromSeconds(9.9));
        await world.UntilStatusAsync(status => status.Services[0].Replicas is [{ State: "draining" }]);
        Assert.Single(world.Live());
        world.Time.Advance(TimeSpan.FromSeconds(0.1));
        await world.UntilAsync(EventKinds.ReplicaGone);
    }

    [Fact]
    public async Task Scale_FixedService_TakesEffectAtOnce()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service());
        await world.StartedAsync();

        Assert.Null(world.Controller.Scale("web", 3));
        await world.UntilStatusAsync(status => status.Services[0].Replicas.Count(replica => replica.State == "ready") == 3);
    }

    [Theory]
    [InlineData("nobody", 2, "There is no service 'nobody'")]
    [InlineData("web", -1, "give 0 or more")]
    [InlineData("web", 21, "widen 'ports'")]
    [InlineData("web", 999, "more than 100")]
    public async Task Scale_Impossible_SaysWhy(string service, int wanted, string why)
    {
        await using var world = new ControllerWorld(ControllerWorld.Service());
        await world.StartedAsync();

        Assert.Contains(why, world.Controller.Scale(service, wanted), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TargetsElsewhere_AreCheckedAndNeverStarted()
    {
        var elsewhere = new ServiceSpec { Name = "legacy", Targets = [new HostPort("127.0.0.1", 7001), new HostPort("127.0.0.1", 7002)] };
        await using var world = new ControllerWorld(elsewhere);
        world.Probe.Answer = port => port == 7002 ? ProbeOutcome.Refused : ProbeOutcome.Healthy;
        await world.StartedAsync();
        await world.UntilStatusAsync(status => status.Services[0].Targets[0].State == "ready");

        Assert.Equal("running", world.Controller.Status().State);
        Assert.Equal([7001], world.Plane.Targets("legacy").Select(target => target.Port));
        Assert.Empty(world.Runtime.Launches);
    }

    [Fact]
    public async Task Run_GatewayNotice_IsAnEventAndALook()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service());
        await world.StartedAsync();
        world.Plane.Notice(DataPlaneNoticeKind.Ejected, "web", "web/0#1");

        Assert.Equal("web/0#1", (await world.UntilAsync(EventKinds.TargetEjected)).Replica);
    }

    private static RuntimeReplica Left(ReplicaId id, string hash, bool running) => new()
    {
        Id = id,
        SpecHash = hash,
        IsRunning = running,
        Port = 8000 + id.Slot,
        StartedAt = DateTimeOffset.UnixEpoch,
    };
}
