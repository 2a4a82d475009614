using Capstan.Core.Stacks;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Fast.Sessions;

public sealed class ErrorTests
{
    [Fact]
    public async Task Error_BehindTheCountOfARequest_ItIsCountedOnce()
    {
        await using var backend = new RawBackend();
        await using var rig = await LoopRig.StartAsync(
            [backend.AsTarget() with { Condition = TargetCondition.Unavailable }], lookUp: null, new RequestLimits { Hold = TimeSpan.Zero });
        using var client = await RawClient.ConnectAsync(rig.Port);

        // An answer of ours says when it was made.
        rig.Time.IsDateBroken = true;
        await client.SendAsync("GET /web HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.Equal(0, (await client.Answers.ReadAsync()).Status);
        await rig.UntilAsync(() => rig.Connections == 0);
        Assert.Equal((1L, 0, 1L), (rig.Read().Requests, rig.Read().InFlight, rig.Read().Latency.Count));
        Assert.Contains("The date cannot be read.", Assert.Single(rig.Log.Errors), StringComparison.Ordinal);
        rig.Log.Entries.Clear();
    }
}
