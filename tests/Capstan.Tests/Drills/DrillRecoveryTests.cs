using Capstan.Control;
using Capstan.Drills;
using Capstan.Tests.Admin;

namespace Capstan.Tests.Drills;

public sealed class DrillRecoveryTests
{
    private static readonly WorkerStatus Leader = new() { Slot = 1, Role = "leader", Pid = 1, State = "ready", Since = Made.Start, Generation = 1, Applied = 50, Lag = 0 };
    private static readonly WorkerStatus Injured = new() { Slot = 0, Role = "follower", Pid = 2, State = "ready", Since = Made.Start, Generation = 3, Applied = 20, Lag = 30 };

    [Fact]
    public void IsOver_AfterAKill_NeedsASuccessorAndAWholeDatabase()
    {
        var recovery = new DrillRecovery(Made.Injection());

        Assert.False(recovery.IsOver(Status(Injured), Made.Start));
        Assert.False(recovery.IsOver(Status(Injured with { Generation = 4, Role = null, State = "starting" }), Made.Start));
        Assert.False(recovery.IsOver(Status(Injured with { Generation = 4 }, ready: 0), Made.Start));
        Assert.False(recovery.IsOver(Status(Injured with { Generation = 4 }, leader: null), Made.Start));
        Assert.False(recovery.IsOver(Status(Injured with { Generation = 4 }, trouble: "the log is full"), Made.Start));
        Assert.True(recovery.IsOver(Status(Injured with { Generation = 4 }), Made.Start));
    }

    [Fact]
    public void IsOver_AfterAPause_NeedsWhatTheLeaderHadWhenItWasOver()
    {
        var recovery = new DrillRecovery(Made.Injection(seconds: 8));
        var afterwards = Made.Start.AddSeconds(8.1);

        Assert.False(recovery.IsOver(Status(Injured with { Applied = 99 }), Made.Start.AddSeconds(7.9)));
        Assert.False(recovery.IsOver(Status(Injured), afterwards));
        Assert.False(recovery.IsOver(Status(Injured with { Applied = 49 }, position: 90), afterwards));
        Assert.True(recovery.IsOver(Status(Injured with { Applied = 50 }, position: 90), afterwards));
    }

    [Fact]
    public void IsOver_ReplacedDuringAPause_DoesNotWaitForItsEnd() =>
        Assert.True(new DrillRecovery(Made.Injection(seconds: 8)).IsOver(Status(Injured with { Generation = 4 }), Made.Start.AddSeconds(5)));

    [Fact]
    public void IsOver_OfAService_NeedsASuccessorInTheSlotThatIsNotEjected()
    {
        var recovery = new DrillRecovery(Made.Injection() with { Name = "acts", Targets = [new DrillTarget("acts/0#1", 0, 1, 501, null)] });
        var acts = FakeStackControl.Acts() with { Wanted = 1 };
        var replica = acts.Replicas[0];

        Assert.False(recovery.IsOver(Status(acts with { Replicas = [replica] }), Made.Start));
        Assert.False(recovery.IsOver(Status(acts with { Replicas = [replica with { Generation = 2, Ejected = true }] }), Made.Start));
        Assert.True(recovery.IsOver(Status(acts with { Replicas = [replica with { Generation = 2 }] }), Made.Start));
    }

    private static StackStatus Status(WorkerStatus injured, int ready = 1, int? leader = 1, string? trouble = null, long position = 50) =>
        new FakeStackControl().Now with
        {
            Databases = [FakeStackControl.Rides() with { Followers = 1, ReadyFollowers = ready, Leader = leader, Trouble = trouble, Position = position, Workers = [injured, Leader] }],
        };

    private static StackStatus Status(ServiceStatus service) => new FakeStackControl().Now with { Services = [service] };
}
