using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Balancing;

public sealed class RoundRobinForwardingTests
{
    [Fact]
    public async Task Forward_ThousandConcurrentOverThree_DifferByAtMostOne()
    {
        await using var a = await Backend.StartAsync(name: "a");
        await using var b = await Backend.StartAsync(name: "b");
        await using var c = await Backend.StartAsync(name: "c");
        await using var rig = await GatewayRig.StartAsync(null, null, a, b, c);

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => rig.GetAsync("/web")));

        int[] counts = [a.Requests, b.Requests, c.Requests];
        Assert.Equal(1000, answers.Length);
        Assert.Equal(1000, counts.Sum());
        Assert.InRange(counts.Max() - counts.Min(), 0, 1);
    }

    [Fact]
    public async Task Forward_OneAfterTheOther_TakesThemInTurn()
    {
        await using var a = await Backend.StartAsync(name: "a");
        await using var b = await Backend.StartAsync(name: "b");
        await using var rig = await GatewayRig.StartAsync(null, null, a, b);

        var order = "";
        for (var i = 0; i < 6; i++)
            order += await rig.GetAsync("/web");

        Assert.Equal("ababab", order);
    }
}
