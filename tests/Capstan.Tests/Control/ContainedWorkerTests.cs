using Capstan.Containers;
using Capstan.Core.Replicas;
using Capstan.Core.Stacks;
using Capstan.Events;

namespace Capstan.Tests.Control;

/// <summary>Workers that outlive their controller and keep their data in volumes.</summary>
public sealed class ContainedWorkerTests
{
    private static readonly DatabaseSpec Main = new() { Name = "main" };

    [Fact]
    public async Task Start_Worker_IsGivenItsDataAndNoPort()
    {
        await using var world = new ControllerWorld(Main) { Places = new PlacesTwin() };
        await world.StartedAsync();

        Assert.All(world.Runtime.Launches, launch => Assert.Equal((0, "/data"), (launch.Port, launch.Data!.Target)));
    }

    [Fact]
    public async Task Restart_WorkersAsTheyAreWanted_AreTakenOver()
    {
        await using var world = new ControllerWorld(Main) { Places = new PlacesTwin() };
        await world.StartedAsync();
        var before = world.Live();
        await world.LeaveAsync();
        world.Restart();
        await world.UntilAsync(EventKinds.ReplicaAdopted, "main/1#1");
        await world.UntilAsync(EventKinds.StackReady);

        Assert.Equal(before, world.Live());
        Assert.Empty(world.Runtime.Stops);
        Assert.Equal(0, world.Controller.Status().Databases[0].Leader);
    }

    [Fact]
    public async Task Restart_WorkersOfOtherSettings_AreReplaced()
    {
        var places = new PlacesTwin();
        await using var world = new ControllerWorld(Main) { Places = places };
        await world.StartedAsync();
        await world.LeaveAsync();
        places.Common = new ReplicaTemplate { Command = ["worker"], Image = "newer" };
        world.Restart();
        await world.UntilAsync(EventKinds.StackReady);

        Assert.Equal([new ReplicaId("main", 0, 2), new ReplicaId("main", 1, 2)], world.Live());
    }

    [Fact]
    public async Task Retire_VolumeThatCannotBeRemoved_IsTriedAgain()
    {
        var places = new PlacesTwin { Fault = new RuntimeUnavailableException("no engine") };
        await using var world = new ControllerWorld(Main with { Followers = 2 }) { Places = places };
        await world.StartedAsync();
        Assert.Null(world.Controller.Scale("main", 1));
        await world.UntilAsync(EventKinds.Warning, happened => happened.Reason.Contains("slot 2 is not retired: no engine", StringComparison.Ordinal));
        places.Fault = null;
        await world.AdvanceUntilAsync(world.UntilAsync(EventKinds.DatabaseSlotEmptied), TimeSpan.FromSeconds(1));

        Assert.Equal([2], places.Removed);
    }
}
