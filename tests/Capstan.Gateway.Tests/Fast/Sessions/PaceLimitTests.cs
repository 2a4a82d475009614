using Capstan.Gateway.Fast.Sessions;

namespace Capstan.Gateway.Tests.Fast.Sessions;

public sealed class PaceLimitTests
{
    private const long Second = 1_000;

    [Fact]
    public void LateAt_Silence_IsTheEndOfTheGrace()
    {
        var pace = default(PaceLimit);
        pace.Wait(100);

        Assert.Equal(100 + (5 * Second), pace.LateAt(240, Second));
    }

    [Fact]
    public void LateAt_OnlyWaitingCounts()
    {
        var pace = default(PaceLimit);
        pace.Wait(0);
        pace.Came(10, 2 * Second);
        Assert.Equal(long.MaxValue, pace.LateAt(240, Second));
        pace.Wait(100 * Second);

        Assert.Equal(103 * Second, pace.LateAt(240, Second));
    }

    [Fact]
    public void LateAt_ManyBytes_MayTakeTheirTime()
    {
        var pace = default(PaceLimit);
        pace.Wait(0);
        pace.Came(2_400, Second);
        pace.Wait(Second);

        Assert.Equal(10 * Second, pace.LateAt(240, Second));
        Assert.Equal(long.MaxValue, pace.LateAt(0, Second));
    }
}
