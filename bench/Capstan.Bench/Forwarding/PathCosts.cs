using System.Diagnostics;
using Capstan.Bench.Reports;
using Capstan.Core.Stacks;
using Capstan.Gateway;
using Capstan.Gateway.Routing;
using Capstan.Gateway.Services;

namespace Capstan.Bench.Forwarding;

/// <summary>What every request goes through beside forwarding and no setting switches off: called in a loop by itself, on one thread.</summary>
internal static class PathCosts
{
    private const int Rounds = 9;
    private const int Calls = 1_000_000;
    private const string Path = "/items/1";

    /// <summary>Measures; the table.</summary>
    /// <param name="request">CPU per request that they are held against, microseconds.</param>
    public static string Table(double request)
    {
        var service = Service();
        var routes = new RouteTable([(new RouteSpec("/"), service)]);
        var target = service.Pool.Set.All[0];
        var table = new MarkdownTable("", "ns per request", "share of a request, %");
        Add("finding the service of a path", () => routes.Match(default, Path));
        Add("counting: totals, times, windows for scaling, retry budget", () =>
        {
            var arrival = Stopwatch.GetTimestamp();
            service.Arrived(service.Settings, Path, arrival);
            service.Meter.Finished(200, Stopwatch.GetTimestamp() - arrival);
        });
        Add("choosing a target in strict rotation, and giving its place back", () => service.Pool.Leave(service.Pool.TryPick()!));
        Add("passive health: taking note of how the target answered", () => service.Pool.Answered(target, 200));
        return table.ToString();

        void Add(string name, Action call)
        {
            var nanoseconds = Measure(call);
            table.Add(name, nanoseconds.Text("0"), new Figures(nanoseconds.Median / request / 10).Text("0.0"));
        }
    }

    private static Figures Measure(Action call)
    {
        var figures = new Figures();

        // The first two rounds are for the compiler.
        for (var round = -2; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < Calls; i++)
                call();
            if (round >= 0)
                figures.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / Calls);
        }

        return figures;
    }

    private static ServiceState Service()
    {
        var service = new ServiceState("plain", TimeProvider.System, _ => { });
        service.Configure(new ServiceSpec { Name = "plain", Routes = [new RouteSpec("/")], Scale = new ScaleSpec() });
        service.Pool.Replace([.. Enumerable.Range(0, 3).Select(slot =>
            new Target { Id = $"plain/{slot}", Host = "127.0.0.1", Port = 1 + slot, Condition = TargetCondition.Healthy })]);
        return service;
    }
}
