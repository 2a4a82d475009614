using Capstan.Core.Replicas;
using Capstan.Core.Stacks;
using Capstan.Events;

namespace Capstan.Tests.Control;

public sealed class TroubleTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Stop_ThatFails_IsTriedAgainAfterAPause()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service(replicas: 2));
        await world.StartedAsync();
        world.Runtime.FailNextStops(new InvalidOperationException("permission denied"), 2);
        world.Controller.Scale("web", 1);
        var failed = await world.UntilAsync(EventKinds.ReplicaStopFailed, "web/1#1");
        Assert.Contains("permission denied", failed.Reason, StringComparison.Ordinal);
        world.Plane.Notice(Gateway.DataPlaneNoticeKind.Drained, "web", "web/1#1");
        await world.UntilStatusAsync(status => status.Services[0].Replicas is [_, { State: "draining" }]);
        Assert.Single(world.Runtime.Stops);
        await world.AdvanceUntilAsync(world.UntilAsync(EventKinds.ReplicaGone, "web/1#1"), TimeSpan.FromSeconds(1));
        Assert.Equal(3, world.Runtime.Stops.Count);
        Assert.Single(world.Events.All, happened => happened.Kind == EventKinds.ReplicaStopFailed);
    }

    [Fact]
    public async Task Status_AccessLogCannotBeWritten_SaysSoAndWhatIsMissing()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service());
        await world.StartedAsync();
        world.Plane.AccessLog = new Gateway.AccessLogReading("/log", 5, 2, "No space left on device");
        world.Time.Advance(TimeSpan.FromSeconds(1));

        await world.UntilStatusAsync(status => status.AccessLog == new Capstan.Control.AccessLogStatus("/log", 5, 2)
            && status.Problems.Contains("access log /log: No space left on device."));
    }

    [Fact]
    public async Task Stop_OfANewcomerFailsAndItIsWantedAgain_ASuccessorComes()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service(replicas: 2));
        world.Probe.Answer = port => port == 8001 ? Core.Health.ProbeOutcome.Refused : Core.Health.ProbeOutcome.Healthy;
        world.Start();
        await world.UntilAsync(EventKinds.ReplicaStarted, "web/1#1");
        world.Runtime.FailNextStops(new InvalidOperationException("permission denied"));
        world.Controller.Scale("web", 1);
        await world.UntilAsync(EventKinds.ReplicaStopFailed, "web/1#1");
        world.Controller.Scale("web", 2);
        world.Probe.Answer = _ => Core.Health.ProbeOutcome.Healthy;
        await world.UntilAsync(EventKinds.ScaleSet);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.UntilAsync(EventKinds.ReplicaReady, "web/1#2");
    }

    [Fact]
    public async Task Run_LeftoverThatCannotBeRemoved_IsSaidAndTriedAgainAfterAPause()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service());
        var id = new ReplicaId("gone", 0, 1);
        world.Runtime.Leave(new() { Id = id, SpecHash = "x", IsRunning = true, Port = 9000, StartedAt = DateTimeOffset.UnixEpoch });
        world.Runtime.FailNextStops(new InvalidOperationException("permission denied"));
        world.Start();
        var failed = await world.UntilAsync(EventKinds.ReplicaStopFailed, "gone/0#1");
        await world.UntilStatusAsync(status => status.State == "running");

        Assert.Contains("permission denied", failed.Reason, StringComparison.Ordinal);
        Assert.Equal([id], world.Runtime.Stops);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.UntilStatusAsync(_ => world.Live() is [{ Service: "web" }]);
    }

    [Fact]
    public async Task Stop_DuringAPull_DoesNotWaitForIt()
    {
        var images = new SlowImages();
        await using var world = new ControllerWorld(Imaged("web", "slow", 1)) { Images = images };
        world.Start();
        await images.Pulling.WaitAsync(Deadline, TestContext.Current.CancellationToken);
        world.Controller.Stop("asked by the test");
        await world.Running.WaitAsync(Deadline, TestContext.Current.CancellationToken);

        Assert.Empty(world.Runtime.Launches);
    }

    [Fact]
    public async Task Run_ManyPulls_HoldNoOtherServiceUp()
    {
        var images = new SlowImages();
        var other = Imaged("web", "there", 2) with { Ports = new PortRange(8100, 8110) };
        await using var world = new ControllerWorld(Imaged("a", "slow", 12), other) { Images = images };
        world.Start();
        await world.UntilStatusAsync(status => status.Services[1].Replicas.Count(replica => replica.State == "ready") == 2);
    }

    [Fact]
    public async Task Run_ManyStopsWaitForTheirGrace_HoldNoOtherServiceUp()
    {
        var other = ControllerWorld.Service("other", ports: new PortRange(8100, 8110));
        await using var world = new ControllerWorld(ControllerWorld.Service(replicas: 12), other);
        world.Runtime.IgnoresTermination = launch => launch.Id.Service == "web";
        await world.StartedAsync();
        world.Time.Advance(TimeSpan.FromSeconds(11));
        world.Controller.Scale("web", 1);
        await world.UntilStatusAsync(status => status.Services.Single(service => service.Name == "web").Replicas.Count(replica => replica.State == "draining") == 11);
        for (var slot = 1; slot < 12; slot++)
            world.Plane.Notice(Gateway.DataPlaneNoticeKind.Drained, "web", $"web/{slot}#1");
        using var limit = new CancellationTokenSource(Deadline);
        while (world.Runtime.Stops.Count < 8)
            await Task.Delay(10, limit.Token);
        world.Runtime.Exit(new ReplicaId("other", 0, 1), 1);
        await world.UntilAsync(EventKinds.ReplicaReady, "other/0#2");

        Assert.Equal(12, world.Runtime.Replicas.Count(replica => replica.IsRunning && replica.Id.Service == "web"));
    }

    [Fact]
    public async Task Run_ListingIsCutOff_IsTriedAgain()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service());
        world.Runtime.FailNextListing(new TaskCanceledException("the call took too long"));
        world.Start();
        await world.UntilAsync(EventKinds.PassFailed);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.UntilAsync(EventKinds.StackReady);
    }

    [Fact]
    public async Task Run_WatchEndsUnexpectedly_IsSaidAndBegunAgain()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service());
        world.Runtime.FailNextWatch(new InvalidOperationException("the stream made no sense"));
        await world.StartedAsync();
        await world.UntilStatusAsync(_ => world.Events.All.Any(happened => happened.Kind == EventKinds.PassFailed));
        Assert.Contains("the stream made no sense", world.Events.All.Single(happened => happened.Kind == EventKinds.PassFailed).Reason, StringComparison.Ordinal);
        world.Controller.Stop("asked by the test");
        await world.Running.WaitAsync(Deadline, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Stop_BeforeTheRuntimeWasEverListed_EndsOnlyAfterWhatRuns()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service());
        await world.StartedAsync();
        await world.LeaveAsync();
        world.Runtime.SetUnavailable("The engine does not answer.");
        world.Restart();
        await world.UntilAsync(EventKinds.RuntimeLost);
        world.Controller.Stop("asked by the test");
        await world.UntilAsync(EventKinds.StackStopping);
        await world.UntilStatusAsync(status => status.State == "stopping");
        world.Runtime.SetUnavailable(null);
        await world.Running.WaitAsync(Deadline, TestContext.Current.CancellationToken);

        Assert.Empty(world.Live());
    }

    [Fact]
    public async Task Run_StateCannotBeWritten_SaysItOnceAndGoesOn()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service());
        var inTheWay = Directory.CreateDirectory(Path.Combine(world.Folder, "state.json.new")).FullName;
        await world.StartedAsync();
        world.Time.Advance(TimeSpan.FromSeconds(11));
        world.Runtime.Exit(new ReplicaId("web", 0, 1), 1);
        await world.UntilAsync(EventKinds.ReplicaReady, "web/0#2");
        await world.UntilStatusAsync(status => status.Services[0].Replicas is [{ State: "ready" }]);

        Assert.Single(world.Events.All, happened => happened.Kind == EventKinds.PassFailed);
        Directory.Delete(inTheWay);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.UntilStatusAsync(_ => File.Exists(Path.Combine(world.Folder, "state.json")));
    }

    [Fact]
    public async Task Restart_FewerPortsInTheFile_WantsNoMoreThanThereArePorts()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service());
        await world.StartedAsync();
        world.Controller.Scale("web", 3);
        await world.UntilStatusAsync(status => status.Services[0].Replicas.Count(replica => replica.State == "ready") == 3);
        await world.LeaveAsync();
        world.Restart(world.With(ControllerWorld.Service(ports: new PortRange(8000, 8001))));
        await world.UntilAsync(EventKinds.StackReady);

        Assert.Equal(2, world.Controller.Status().Services[0].Wanted);
    }

    private static ServiceSpec Imaged(string name, string image, int replicas) =>
        ControllerWorld.Service(name, replicas) with { Template = new ReplicaTemplate { Image = image } };
}
