using Capstan.Core.Health;

namespace Capstan.Core.Tests.Health;

public sealed class OutlierDetectorTests
{
    [Fact]
    public void Failed_RefusedOnce_EjectsForFiveSeconds() =>
        Assert.Equal(TimeSpan.FromSeconds(5), new OutlierDetector().Failed(TargetFailure.Refused, targets: 3, ejected: 0));

    [Theory]
    [InlineData(TargetFailure.Reset)]
    [InlineData(TargetFailure.Timeout)]
    [InlineData(TargetFailure.BadStatus)]
    [InlineData(TargetFailure.ConnectTimeout)]
    public void Failed_OtherFailures_EjectAtTheFifthInARow(TargetFailure failure)
    {
        var detector = new OutlierDetector();
        for (var i = 0; i < 4; i++)
            Assert.Null(detector.Failed(failure, 3, 0));
        detector.Succeeded();
        for (var i = 0; i < 4; i++)
            Assert.Null(detector.Failed(failure, 3, 0));

        Assert.Equal(TimeSpan.FromSeconds(5), detector.Failed(failure, 3, 0));
        Assert.True(detector.IsEjected);
    }

    [Fact]
    public void Failed_AgainAndAgain_LastsLongerUpToAMinute()
    {
        var detector = new OutlierDetector();
        var seconds = new List<double>();
        for (var i = 0; i < 14; i++)
        {
            seconds.Add(detector.Failed(TargetFailure.Refused, 3, 0)!.Value.TotalSeconds);
            detector.Return();
            detector.Succeeded();
        }

        Assert.Equal([5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 60, 60], seconds);
    }

    [Theory]
    [InlineData(1, 0, false)]
    [InlineData(2, 0, true)]
    [InlineData(2, 1, false)]
    [InlineData(3, 0, true)]
    [InlineData(3, 1, false)]
    [InlineData(10, 2, true)]
    [InlineData(10, 3, false)]
    public void Failed_ManyEjected_KeepsTheRest(int targets, int ejected, bool expected) =>
        Assert.Equal(expected, new OutlierDetector().Failed(TargetFailure.Refused, targets, ejected) is not null);

    [Fact]
    public void Failed_WhileEjected_ChangesNothing()
    {
        var detector = new OutlierDetector();
        detector.Failed(TargetFailure.Refused, 3, 0);

        Assert.Null(detector.Failed(TargetFailure.Refused, 3, 0));
        Assert.Equal(1, detector.Ejections);
    }
}
