using Capstan.Database.Worker;
using Capstan.Testing;

namespace Capstan.Database.Tests.Running;

public sealed class WrongClockTests
{
    [Fact]
    public void GetUtcNow_IsOffToOneSideAndThenToTheOther()
    {
        var time = new ManualTimeProvider();
        var wrong = new WrongClock(time, TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.FromHours(1), wrong.GetUtcNow() - time.GetUtcNow());

        time.Advance(WrongClock.Side);
        Assert.Equal(TimeSpan.FromHours(-1), wrong.GetUtcNow() - time.GetUtcNow());

        time.Advance(WrongClock.Side);
        Assert.Equal(TimeSpan.FromHours(1), wrong.GetUtcNow() - time.GetUtcNow());
    }

    [Fact]
    public void GetElapsedTime_IsRight()
    {
        var time = new ManualTimeProvider();
        var wrong = new WrongClock(time, TimeSpan.FromHours(-1));
        var begin = wrong.GetTimestamp();

        time.Advance(WrongClock.Side);

        Assert.Equal(WrongClock.Side, wrong.GetElapsedTime(begin));
    }

    [Fact]
    public void Clock_NothingIsArmed_IsTheRightOne()
    {
        var time = new ManualTimeProvider();

        Assert.Same(time, Failpoints.Clock(time));
    }
}
