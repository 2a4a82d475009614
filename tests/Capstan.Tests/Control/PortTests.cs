using Capstan.Events;

namespace Capstan.Tests.Control;

public sealed class PortTests
{
    [Fact]
    public async Task Start_NoPortIsFree_IsTriedAgainAndHoldsNobodyElseUp()
    {
        // An address that this machine does not have: no port of it can be bound.
        var nowhere = ControllerWorld.Service("a") with { Ports = null, Publish = "203.0.113.1" };
        await using var world = new ControllerWorld(nowhere, ControllerWorld.Service("web"));
        world.Start();
        var failed = await world.UntilAsync(EventKinds.ReplicaStartFailed);
        await world.UntilAsync(EventKinds.ReplicaReady, "web/0#1");

        Assert.Contains("give the service a range with 'ports'", failed.Reason, StringComparison.Ordinal);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.UntilAsync(EventKinds.ReplicaStartFailed, "a/0#2");
        world.Controller.Stop("asked by the test");
        await world.Running.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Start_ServicesWithoutRanges_NeverShareAPort()
    {
        // Names that differ by one letter begin their search one port apart.
        await using var world = new ControllerWorld(
            ControllerWorld.Service("a", replicas: 3) with { Ports = null }, ControllerWorld.Service("b", replicas: 3) with { Ports = null });
        await world.StartedAsync();

        Assert.Equal(6, world.Runtime.Launches.Select(launch => launch.Port).Distinct().Count());
        Assert.DoesNotContain(world.Events.All, happened => happened.Kind == EventKinds.ReplicaStartFailed);
    }
}
