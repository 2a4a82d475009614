using Capstan.Core.Replicas;

namespace Capstan.Core.Tests.Replicas;

public sealed class CrashLoopTests
{
    private const double NoJitter = 0.5;

    [Fact]
    public void After_EarlyEndsInARow_DoublesUpToAMinute()
    {
        var memory = CrashLoop.None;
        var delays = new List<double>();
        for (var end = 0; end < 9; end++)
        {
            memory = memory.After(TimeSpan.FromHours(1), null, TimeSpan.FromHours(1), NoJitter);
            delays.Add((memory.NotBefore - TimeSpan.FromHours(1)).TotalSeconds);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], delays);
    }

    [Fact]
    public void After_EarlyEnd_CountsFromTheAttemptNotFromTheEnd()
    {
        var memory = CrashLoop.None.After(TimeSpan.FromSeconds(100), null, TimeSpan.FromSeconds(105), NoJitter);

        Assert.Equal(TimeSpan.FromSeconds(101), memory.NotBefore);
    }

    [Theory]
    [InlineData(0.0, 0.8)]
    [InlineData(0.5, 1.0)]
    [InlineData(0.999999, 1.2)]
    public void After_Chance_SpreadsTheDelayByAFifth(double chance, double seconds)
    {
        var memory = CrashLoop.None.After(TimeSpan.Zero, null, TimeSpan.Zero, chance);

        Assert.Equal(seconds, memory.NotBefore.TotalSeconds, 3);
    }

    [Theory]
    [InlineData(9.9, 1)]
    [InlineData(10, 0)]
    public void After_EndAfterReady_CountsOnlyWithinTenSeconds(double servedFor, int early)
    {
        var served = TimeSpan.FromSeconds(5);

        var memory = CrashLoop.None.After(TimeSpan.Zero, served, served + TimeSpan.FromSeconds(servedFor), NoJitter);

        Assert.Equal(early, memory.EarlyEnds);
    }

    [Fact]
    public void After_LongServiceAndDeath_RestartsAtOnce()
    {
        var bad = CrashLoop.None.After(TimeSpan.Zero, null, TimeSpan.Zero, NoJitter).After(TimeSpan.FromSeconds(1), null, TimeSpan.FromSeconds(1), NoJitter);

        var memory = bad.After(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(60), NoJitter);

        Assert.Equal(TimeSpan.Zero, memory.NotBefore);
        Assert.Equal(2, memory.EarlyEnds);
    }

    [Fact]
    public void After_FiveMinutesOfService_ForgetsEverything()
    {
        var bad = CrashLoop.None.After(TimeSpan.Zero, null, TimeSpan.Zero, NoJitter);

        Assert.Equal(CrashLoop.None, bad.After(TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(301), NoJitter));
    }

    [Fact]
    public void After_CrashLoop_AtMostSevenAttemptsInTheFirstMinute()
    {
        var memory = CrashLoop.None;
        var attempts = 0;
        for (var at = TimeSpan.Zero; at < TimeSpan.FromSeconds(60); at = memory.NotBefore)
        {
            attempts++;
            memory = memory.After(at, null, at, 0);
        }

        Assert.InRange(attempts, 6, 7);
    }
}
