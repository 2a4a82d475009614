using Capstan.Cluster.Controlling;
using Capstan.Database.Log;
using Capstan.Database.Snapshots;

namespace Capstan.Cluster.Tests.Controlling;

public sealed class RetentionRuleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(51)]
    public void TroubleOf_LogReachesBackToTheOlderSnapshot_IsNone(long begin) => Assert.Equal("", Of(begin, 100, 50));

    [Fact]
    public void TroubleOf_LogReachesBackToTheNewestAlone_SaysSo()
    {
        Assert.Contains("has the newest snapshot alone", Of(52, 100, 50), StringComparison.Ordinal);
        Assert.Contains("has the newest snapshot alone", Of(101, 100, 50), StringComparison.Ordinal);
    }

    [Fact]
    public void TroubleOf_LogBeginsBehindAllSnapshots_SaysSo()
    {
        Assert.Contains("finds no way to the data", Of(102, 100, 50), StringComparison.Ordinal);
        Assert.Contains("finds no way to the data", Of(2), StringComparison.Ordinal);
    }

    [Fact]
    public void TroubleOf_NoSnapshotAndTheWholeLog_IsNone() => Assert.Equal("", Of(1));

    private static string Of(long begin, params long[] snapshots) => RetentionRule.TroubleOf(
        new LogPosition(begin), [.. snapshots.Select(position => new Snapshot(new Lsn(position), default, default, new LogPosition(position), default, 0))]);
}
