using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Tests.Forwarding;

public sealed class TakingLimitTests
{
    private const long Limit = 100;

    [Fact]
    public void Look_NothingTaken_IsOverALookAfterTheLimit()
    {
        var taking = default(TakingLimit);
        taking.Begin(taken: 5, now: 0, Limit);

        Assert.Equal(5, taking.Due);
        Assert.True(taking.Look(progress: 7, now: 5, Limit));
        for (var now = taking.Due; now < 105; now = taking.Due)
            Assert.True(taking.Look(progress: 7, now, Limit));
        Assert.Equal(105, taking.Due);
        Assert.False(taking.Look(progress: 7, now: 105, Limit));
    }

    [Fact]
    public void Look_SomethingAcknowledged_TimeBeginsAnew()
    {
        var taking = default(TakingLimit);
        taking.Begin(taken: 5, now: 0, Limit);

        for (var now = 0; now < 1_000; now += 90)
            Assert.True(taking.Look(progress: now, now, Limit));
    }

    [Fact]
    public void Begin_AgainWithoutAnythingTaken_TimeGoesOn()
    {
        var taking = default(TakingLimit);
        taking.Begin(taken: 5, now: 0, Limit);
        Assert.True(taking.Look(progress: 7, now: 25, Limit));
        taking.Begin(taken: 5, now: 120, Limit);

        Assert.False(taking.Look(progress: 7, now: 125, Limit));
    }

    [Fact]
    public void Begin_AgainWithSomethingTaken_TimeBeginsAnew()
    {
        var taking = default(TakingLimit);
        taking.Begin(taken: 5, now: 0, Limit);
        Assert.True(taking.Look(progress: 7, now: 25, Limit));
        taking.Begin(taken: 6, now: 120, Limit);

        Assert.Equal(125, taking.Due);
        Assert.True(taking.Look(progress: 8, now: 125, Limit));
    }
}
