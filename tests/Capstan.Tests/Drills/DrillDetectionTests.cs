using Capstan.Drills;
using Capstan.Events;

namespace Capstan.Tests.Drills;

public sealed class DrillDetectionTests
{
    [Fact]
    public void First_OfSeveral_IsTheEarliestAfterTheInjection()
    {
        StackEvent[] events =
        [
            Made.Event(14, EventKinds.ReplicaFailed, "main/0#3"), Made.Event(9, EventKinds.ReplicaFailed, "main/0#3"),
            Made.Event(12, "database.worker-left", slot: 0), Made.Event(13, "database.leader-lost", slot: 0),
        ];

        Assert.Equal(12, DrillDetection.First(Made.Injection(), events)!.Id);
    }

    [Fact]
    public void First_OfOthers_IsNone()
    {
        StackEvent[] events =
        [
            Made.Event(11, EventKinds.ReplicaFailed, "main/1#3"), Made.Event(12, EventKinds.ReplicaFailed, "main/0#4"), Made.Event(13, "database.worker-left", slot: 1),
            Made.Event(14, "database.worker-left", slot: 0, service: "other"), Made.Event(15, EventKinds.DrillStarted, "main/0#3"), Made.Event(16, "database.leader-elected", slot: 0),
        ];

        Assert.Null(DrillDetection.First(Made.Injection(), events));
    }

    [Fact]
    public void AllReady_IsTheLastOfTheSuccessors()
    {
        StackEvent[] events = [Made.Event(11, EventKinds.ReplicaReady, "main/1#4"), Made.Event(13, EventKinds.ReplicaReady, "main/0#4"), Made.Event(15, EventKinds.ReplicaReady, "main/0#5")];

        Assert.Equal(Made.Start.AddSeconds(3), DrillDetection.AllReady(Made.Injection(null, 0, 1), events));
        Assert.Null(DrillDetection.AllReady(Made.Injection(null, 0, 2), events));
    }

    [Fact]
    public void AllReady_WithoutASuccessor_IsNone() =>
        Assert.Null(DrillDetection.AllReady(Made.Injection(), [Made.Event(11, EventKinds.ReplicaReady, "main/0#3"), Made.Event(9, EventKinds.ReplicaReady, "main/0#4")]));
}
