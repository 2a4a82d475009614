using Capstan.RabbitMq.Connecting;

namespace Capstan.RabbitMq.Tests.Connecting;

public sealed class GrowingPauseTest
{
    [Fact]
    public void Next_DoublesToTheLongestAndBeginsAnew()
    {
        var pause = new GrowingPause(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500), () => 1);
        Assert.Equal([100, 200, 400, 500, 500], Enumerable.Range(0, 5).Select(_ => (int)pause.Next().TotalMilliseconds));
        pause.Reset();
        Assert.Equal(100, (int)pause.Next().TotalMilliseconds);
    }

    [Fact]
    public void Next_IsHalfOfThatAtLeast() =>
        Assert.Equal(50, (int)new GrowingPause(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), () => 0).Next().TotalMilliseconds);
}
