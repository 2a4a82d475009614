using Capstan.Core.Health;
using Capstan.Core.Replicas;
using Capstan.Core.Stacks;
using Capstan.Events;
using Capstan.Gateway;

namespace Capstan.Tests.Control;

public sealed class ReloadTests
{
    private static readonly ServiceSpec Elsewhere = new()
    {
        Name = "web",
        Targets = [new HostPort("127.0.0.1", 7001)],
        Health = new HealthSpec { Path = "/health" },
    };

    [Fact]
    public async Task Reload_ReplicasGiveWayToTargets_AreDrainedAndStopped()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service(replicas: 2) with { Ports = null });
        await world.StartedAsync();
        Assert.True(world.Controller.Reload(world.With(Elsewhere)).Accepted);
        await world.UntilStatusAsync(status => status.Services[0] is { Replicas.Count: 0, Targets: [{ State: "ready" }], Wanted: 0 });

        Assert.Empty(world.Live());
        Assert.Equal(2, world.Runtime.Launches.Count);
    }

    [Fact]
    public async Task Reload_TargetsGiveWayToReplicas_AreStarted()
    {
        await using var world = new ControllerWorld(Elsewhere);
        await world.StartedAsync();
        var service = ControllerWorld.Service() with { Ports = null };
        Assert.True(world.Controller.Reload(world.With(service)).Accepted);
        await world.UntilAsync(EventKinds.ReplicaReady, "web/0#1");
        await world.UntilStatusAsync(status => status.Services[0] is { Targets.Count: 0, Update: null });

        Assert.All(world.Runtime.Launches, launch => Assert.Equal(SpecHash.Of(service.Template!), launch.SpecHash));
    }

    [Fact]
    public async Task Reload_ServiceRemoved_ItsRequestsMayFinish()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service("old"), ControllerWorld.Service("web", ports: new PortRange(8100, 8110)));
        await world.StartedAsync();
        world.Plane.InFlight["old/0#1"] = 1;
        world.Controller.Reload(world.With(ControllerWorld.Service("web", ports: new PortRange(8100, 8110))));
        await world.UntilAsync(EventKinds.ReplicaDraining, "old/0#1");
        await world.UntilStatusAsync(_ => world.Plane.Targets("old") is [{ Condition: TargetCondition.Draining }]);

        Assert.Empty(world.Plane.Services.Single(service => service.Name == "old").Routes);
        Assert.Contains(new ReplicaId("old", 0, 1), world.Live());
        world.Plane.InFlight["old/0#1"] = 0;
        world.Plane.Notice(DataPlaneNoticeKind.Drained, "old", "old/0#1");
        await world.UntilAsync(EventKinds.ReplicaGone, "old/0#1");
        await world.UntilStatusAsync(_ => world.Plane.Services is [{ Name: "web" }]);
    }

    [Fact]
    public async Task Reload_ProtocolChanged_IsHowTargetsAreAskedFromThenOn()
    {
        await using var world = new ControllerWorld(Elsewhere);
        world.Probe.AnswerAs = target => target.Protocol == UpstreamProtocol.H2c ? ProbeOutcome.Healthy : ProbeOutcome.Broken;
        world.Start();
        await world.AdvanceUntilAsync(
            world.UntilStatusAsync(status => status.Services[0].Targets is [{ Health: not null }]), TimeSpan.FromSeconds(1));
        world.Controller.Reload(world.With(Elsewhere with { Protocol = UpstreamProtocol.H2c }));
        await world.UntilAsync(EventKinds.StackReloaded);
        await world.AdvanceUntilAsync(
            world.UntilStatusAsync(status => status.Services[0].Targets is [{ State: "ready" }]), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Reload_SlotInBackoff_IsTriedAtOnce()
    {
        await using var world = new ControllerWorld(ControllerWorld.Service());
        world.Runtime.FailNextStarts(Containers.StartFault.NotFound, "there is no web");
        world.Start();
        await world.UntilAsync(EventKinds.ReplicaStartFailed);
        world.Controller.Reload(world.With(ControllerWorld.Service()));
        await world.UntilAsync(EventKinds.StackReady);
    }
}
