using Capstan.RabbitMq.Session;
using Capstan.Testing;

namespace Capstan.RabbitMq.Tests.Session;

public sealed class FrontClockTest
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Now_NothingTold_IsZero() => Assert.Equal(0, new FrontClock(_time).Now);

    [Fact]
    public void Now_GoesOnFromTheHighestThatWasTold()
    {
        var clock = new FrontClock(_time);
        clock.See(1_000);
        _time.Advance(TimeSpan.FromMilliseconds(40));
        Assert.Equal(1_040, clock.Now);
        clock.See(1_020);
        Assert.Equal(1_040, clock.Now);
        clock.See(5_000);
        Assert.Equal(5_000, clock.Now);
    }

    [Fact]
    public void Now_OwnWallClockSteps_IsNotMoved()
    {
        var clock = new FrontClock(_time);
        clock.See(1_000);
        _time.StepWall(TimeSpan.FromHours(-1));
        _time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Equal(1_005, clock.Now);
    }
}
