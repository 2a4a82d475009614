using System.Net;
using Capstan.Core.Stacks;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Balancing;

public sealed class HoldTests
{
    [Fact]
    public async Task Forward_NoTarget_WaitsAndGoesOnWhenOneComes()
    {
        await using var backend = await Backend.StartAsync(name: "late");
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());

        var request = rig.GetAsync("/web");
        var notice = await rig.NoticeAsync(DataPlaneNoticeKind.Holding);
        Assert.Equal(1, rig.Read().Held);
        rig.SetTargets(backend.AsTarget());

        Assert.Equal("late", await request);
        Assert.Equal("web", notice.Service);
        Assert.Equal(0, rig.Read().Held);
    }

    [Fact]
    public async Task Forward_NoTargetInTime_Answers503WithRetryAfter()
    {
        await using var rig = await GatewayRig.StartAsync(
            spec: null, GatewayRig.Service(limits: new RequestLimits { Hold = TimeSpan.FromMilliseconds(50) }));

        using var answer = await rig.Client.GetAsync("/web", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal(1, rig.Read().Refused);
        Assert.Equal(1, rig.Read().Errors);
    }

    [Fact]
    public async Task Forward_FullQueue_Answers503AtOnce()
    {
        await using var backend = await Backend.StartAsync();
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service(limits: new RequestLimits { HoldQueue = 2 }));

        var held = new[] { rig.GetAsync("/web"), rig.GetAsync("/web") };
        await Eventually.TrueAsync(() => rig.Read().Held == 2);
        using var third = await rig.Client.GetAsync("/web", TestContext.Current.CancellationToken);
        rig.SetTargets(backend.AsTarget());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, third.StatusCode);
        Assert.Equal(["b", "b"], await Task.WhenAll(held));
    }
}
