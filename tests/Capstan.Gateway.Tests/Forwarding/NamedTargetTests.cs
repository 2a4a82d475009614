using System.Net;
using Capstan.Core.Health;
using Capstan.Core.Stacks;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Forwarding;

public sealed class NamedTargetTests
{
    [Fact]
    public async Task Forward_TargetByName_IsFoundWhicheverOfItsAddressesListens()
    {
        await using var backend = await Backend.StartAsync(name: "named");
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        rig.SetTargets(backend.AsTarget() with { Host = "localhost" });

        for (var i = 0; i < 3; i++)
            Assert.Equal("named", await rig.GetAsync("/web"));

        Assert.Equal(0, rig.Read().Targets[0].Failures);
    }

    [Fact]
    public async Task Forward_NameThatIsNone_FailsAsNotConnected()
    {
        await using var rig = await GatewayRig.StartAsync(
            spec: null, GatewayRig.Service(limits: new RequestLimits { Hold = TimeSpan.FromMilliseconds(200) }));
        rig.SetTargets(new Target { Id = "none", Host = "no-such-host.invalid", Port = 80, Condition = TargetCondition.Healthy });

        using var answer = await rig.Client.GetAsync("/web", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.NotEqual(0, rig.Read().Targets[0].Failures);
        Assert.DoesNotContain(rig.Notices, notice => notice.Failure == TargetFailure.Refused);
    }
}
