using Capstan.Core.Stacks;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Metering;

public sealed class CountingTests
{
    [Fact]
    public async Task Window_Requests_CountedButForExcludedAndHealthPaths()
    {
        await using var backend = new RawBackend((socket, self) => self.AnswerAllAsync(socket, "HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n"));
        var service = GatewayRig.Service() with
        {
            Scale = new ScaleSpec { Exclude = ["/web/_crash"] },
            Health = new HealthSpec { Path = "/web/_health" },
        };
        await using var rig = await GatewayRig.StartAsync(spec: null, service);
        rig.SetTargets(backend.AsTarget());

        foreach (var path in new[] { "/web/_health", "/web/_crash", "/web/_crash?x=1", "/", "/none", "/web", "/web/_crash/x", "/web/_health2" })
            (await rig.Client.GetAsync(path, TestContext.Current.CancellationToken)).Dispose();

        var reading = rig.Read();
        Assert.Equal(3, reading.Window!.CountOf(0));
        Assert.Equal(6, reading.Requests);
        Assert.Equal(6, reading.Latency.Count);
        Assert.Equal(6, reading.Latency.Buckets.Sum());
        Assert.Equal(6, reading.Targets[0].Requests);
        Assert.Equal((0, 0, 0L), (reading.InFlight, reading.Held, reading.Errors));
    }

    [Fact]
    public async Task Configure_Again_KeepsCountsUntilTheWindowsLengthChanges()
    {
        await using var backend = await Backend.StartAsync();
        var service = GatewayRig.Service() with { Scale = new ScaleSpec() };
        await using var rig = await GatewayRig.StartAsync(service, null, backend);
        await rig.GetAsync("/web");

        rig.Host.Plane.Configure([service with { Routes = [new RouteSpec("/other")] }]);
        Assert.Equal("b", await rig.GetAsync("/other"));
        Assert.Equal(2, rig.Read().Window!.CountOf(0));
        rig.Host.Plane.Configure([service with { Scale = new ScaleSpec { Window = TimeSpan.FromSeconds(5) } }]);

        Assert.Null(rig.Read().Window!.Start);
        Assert.Equal(2, rig.Read().Requests);
        rig.Host.Plane.Configure([]);
        Assert.Null(rig.Host.Plane.Read("web"));
    }
}
