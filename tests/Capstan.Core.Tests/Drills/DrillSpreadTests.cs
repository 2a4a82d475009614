using Capstan.Core.Drills;

namespace Capstan.Core.Tests.Drills;

public sealed class DrillSpreadTests
{
    [Theory]
    [InlineData(new double[] { 2 }, 2, 2)]
    [InlineData(new double[] { 5, 1, 3 }, 3, 5)]
    [InlineData(new double[] { 4, 1, 2, 9 }, 3, 9)]
    public void Of_Rounds_IsMiddleAndWorst(double[] seconds, double median, double worst)
    {
        var spread = DrillSpread.Of(seconds.Select(second => (TimeSpan?)TimeSpan.FromSeconds(second)));

        Assert.Equal(new DrillSpread(TimeSpan.FromSeconds(median), TimeSpan.FromSeconds(worst)), spread);
    }

    [Fact]
    public void Of_RoundWithoutAFigureOrNoRound_IsNone()
    {
        Assert.Null(DrillSpread.Of([TimeSpan.FromSeconds(1), null]));
        Assert.Null(DrillSpread.Of([]));
    }
}
