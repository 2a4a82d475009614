using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Fast.Sessions;

public sealed class HoldTests
{
    [Fact]
    public async Task Hold_ClientsEndCameWithItsRequest_IsAnsweredAtOnce()
    {
        await using var backend = new RawBackend();
        await using var rig = await LoopRig.StartAsync(backend.AsTarget() with { Condition = TargetCondition.Unavailable });
        using var gate = new ManualResetEventSlim();
        var blocked = rig.DoAsync(() => Assert.True(gate.Wait(TimeSpan.FromSeconds(10))));
        using var client = await RawClient.ConnectAsync(rig.Port);
        await client.SendAsync("GET /web HTTP/1.1\r\nHost: a\r\n\r\n");
        client.EndSending();

        gate.Set();
        await blocked;

        Assert.Equal(503, (await client.Answers.ReadAsync()).Status);
        Assert.True(await client.Answers.EndsAsync());
    }
}
