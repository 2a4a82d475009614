using Capstan.Containers.Docker;
using Capstan.Containers.Docker.Wire;
using Capstan.Core.Replicas;

namespace Capstan.Containers.Tests.Docker;

/// <summary>What may be concluded from a listing, the last inspection and the events, whatever came in between.</summary>
public sealed class KnownContainerTests
{
    private static readonly KnownContainer Inspected = KnownContainer.Nothing.Inspected(Running, isNewest: true);

    private static RuntimeReplica Running => new()
    {
        Id = new ReplicaId("web", 0, 1),
        SpecHash = "x",
        IsRunning = true,
        Port = 8000,
        Pid = 7,
        ContainerId = "a",
        StartedAt = DateTimeOffset.UnixEpoch,
    };

    [Theory]
    [InlineData("created", false)]
    [InlineData("running", true)]
    [InlineData("paused", true)]
    [InlineData("restarting", true)]
    [InlineData("exited", true)]
    [InlineData("removing", true)]
    [InlineData("dead", true)]
    public void NeedsInspection_OfAnUnknownOne_UnlessItNeverRan(string state, bool needed) =>
        Assert.Equal(needed, KnownContainer.Nothing.NeedsInspection(Listed(state)));

    [Theory]
    [InlineData("running", false)]
    [InlineData("paused", false)]
    [InlineData("exited", true)]
    public void NeedsInspection_OfAnInspectedOne_OnceItsListingContradicts(string state, bool needed) =>
        Assert.Equal(needed, Inspected.NeedsInspection(Listed(state)));

    [Fact]
    public void NeedsInspection_AfterMissedEvents_EvenIfTheListingAgrees() =>
        Assert.True(Inspected.Doubted().NeedsInspection(Listed("running")));

    [Fact]
    public void Report_InspectionWhileSomethingHappened_IsTakenAndMadeAgain()
    {
        var known = KnownContainer.Nothing.Inspected(Running, isNewest: false);
        Assert.True(known.NeedsInspection(Listed("running")));
        Assert.Equal(Running, known.Report(Listed("running")));
    }

    [Fact]
    public void Report_InspectionFromBeforeAToldEnd_DoesNotUndoIt()
    {
        var known = Inspected.Ended(70).Inspected(Running, isNewest: false);
        Assert.False(known.NeedsInspection(Listed("running")));
        Assert.Equal(Running with { IsRunning = false, Pid = 0, ExitCode = 70 }, known.Report(Listed("running")));
    }

    [Theory]
    [InlineData(255)]
    [InlineData(null)]
    public void Report_EndWithoutASureCode_IsAnEndThatIsAskedFor(int? code)
    {
        var known = Inspected.Ended(code);
        Assert.True(known.NeedsInspection(Listed("running")));
        Assert.Equal(Running with { IsRunning = false, Pid = 0 }, known.Report(Listed("running")));
        var exited = Running with { IsRunning = false, Pid = 0, ExitCode = 71 };
        Assert.Equal(exited, known.Inspected(exited, isNewest: true).Report(Listed("running")));
    }

    [Fact]
    public void Report_NotInspected_IsWhatTheListingTells()
    {
        var known = KnownContainer.Nothing;
        var made = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        Assert.Equal(Running with { Pid = 0, StartedAt = made }, known.Report(Listed("running")));
        Assert.Equal(Running with { IsRunning = false, Pid = 0, StartedAt = made }, known.Report(Listed("created")));
        Assert.Equal(Running with { IsRunning = false, Pid = 0, StartedAt = made, ExitCode = 70 }, known.Ended(70).Report(Listed("running")));
    }

    [Fact]
    public void Report_ListedAsEndedButInspectedOnlyBefore_IsAnEndWithoutACode() =>
        Assert.Equal(Running with { IsRunning = false, Pid = 0 }, Inspected.Report(Listed("exited")));

    [Fact]
    public void Report_InspectionFoundNothing_IsNone()
    {
        var known = Inspected.Inspected(null, isNewest: false);
        Assert.Null(known.Report(Listed("running")));
        Assert.False(known.NeedsInspection(Listed("running")));
    }

    private static ContainerSummary Listed(string state) => new(
        "a",
        new(StringComparer.Ordinal)
        {
            [DockerLabels.Service] = "web",
            [DockerLabels.Slot] = "0",
            [DockerLabels.Generation] = "1",
            [DockerLabels.SpecHash] = "x",
            [DockerLabels.Port] = "8000",
        },
        ["/web-0-1-abcdef"],
        state,
        1_700_000_000);
}
