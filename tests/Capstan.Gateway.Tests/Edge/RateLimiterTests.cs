using System.Net;
using Capstan.Gateway.Edge;

namespace Capstan.Gateway.Tests.Edge;

public sealed class RateLimiterTests
{
    private static readonly IPAddress One = IPAddress.Parse("10.0.0.1");
    private static readonly IPAddress Two = IPAddress.Parse("10.0.0.2");

    [Fact]
    public void TryTake_MoreThanTheRate_RefusedUntilRefilled()
    {
        var limiter = new RateLimiter(5, 1_000);

        Assert.Equal(5, Enumerable.Range(0, 20).Count(_ => limiter.TryTake(One, 0)));
        Assert.Equal(5, Enumerable.Range(0, 20).Count(_ => limiter.TryTake(Two, 0)));
        Assert.False(limiter.TryTake(One, 199));
        Assert.True(limiter.TryTake(One, 200));
        Assert.Equal(5, Enumerable.Range(0, 20).Count(_ => limiter.TryTake(One, 60_000)));
    }

    [Fact]
    public void TryTake_RateBelowOne_AllowsOneAtATime()
    {
        var limiter = new RateLimiter(0.5, 1_000);

        Assert.True(limiter.TryTake(One, 0));
        Assert.False(limiter.TryTake(One, 1_999));
        Assert.True(limiter.TryTake(One, 2_000));
    }
}
