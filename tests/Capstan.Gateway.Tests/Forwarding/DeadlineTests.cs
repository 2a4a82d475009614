using Capstan.Gateway.Forwarding;
using Capstan.Gateway.Listening;
using Capstan.Testing;

namespace Capstan.Gateway.Tests.Forwarding;

public sealed class DeadlineTests
{
    [Fact]
    public void WaitForClient_ThatTakesNothing_EndsBeforeTheKernelWould()
    {
        var limit = GatewayHost.ClientLimit;
        var time = new ManualTimeProvider();
        using var deadline = new Deadline(time, limit);
        deadline.Begin(TimeSpan.FromSeconds(1), CancellationToken.None, CancellationToken.None);

        deadline.WaitForClient(() => 7);
        time.Advance(limit - TimeSpan.FromMilliseconds(1));
        Assert.False(deadline.Token.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(deadline.IsClientStuck);
        Assert.True(StalledPeers.Limit > limit + TimeSpan.FromSeconds(1));
        deadline.End();
    }
}
