using Capstan.Bench.Programs;
using Capstan.Bench.Reports;

namespace Capstan.Bench.Forwarding;

/// <summary>What Capstan's own work beside forwarding costs: the same stack with one thing changed at a time, in turn.</summary>
internal static class FeaturesBench
{
    private static readonly WrkLoad Load = new("GET of 60 bytes, 64 connections", 64, "", "get.lua", 4, 2);

    /// <summary>Measures; the table.</summary>
    public static async Task<string> RunAsync(BenchRun run)
    {
        await using var turns = new Turns(run, ForwardingBench.OtherCore);
        var backend = FreePorts.One();
        await using var program = ProxySystem.StartBackend(new ProxyPlace(run.NewFolder("backend"), backend, backend) { Cores = ForwardingBench.OtherCore });
        foreach (var (name, settings) in Variants(run))
        {
            await turns.AddAsync(
                name, new ProxyPlace(run.NewFolder("proxy"), FreePorts.One(), backend) { Cores = ForwardingBench.ProxyCore }, place => ProxySystem.StartCapstan(place, "fast", settings));
        }

        var load = run.IsQuick ? Load.Quick() : Load;
        await turns.WarmAsync([load], run.IsQuick ? 1 : 3);
        var figures = await turns.MeasureAsync(load);
        var table = new MarkdownTable("", "CPU µs per request", "difference in the same rounds, %");
        foreach (var of in figures)
            table.Add(of.Name, of.Cpu.Text("0.0"), of == figures[0] ? "–" : new Figures(of.CpuOfRounds.Zip(figures[0].CpuOfRounds, (its, usual) => ((its / usual) - 1) * 100)).Text("+0.0;-0.0"));
        return $"{load.Rounds} rounds of {load.Seconds} s each, {load.Name}: median (least–most)\n\n{table}";
    }

    private static IEnumerable<(string Name, string[] Settings)> Variants(BenchRun run)
    {
        var logs = run.NewFolder("logs");
        yield return ("as it is: metering, retry budget, health checks every second", []);
        yield return ("the same once more", []);
        yield return ("health checks every hour", ["services.plain.health.interval=1h"]);
        yield return ("health checks ten times a second", ["services.plain.health.interval=100ms", "services.plain.health.timeout=100ms"]);
        yield return ("a limit of requests a second for each client", ["services.plain.limits.rate=1000000"]);
        yield return ("access log of all requests, JSON", [$"gateway.access_log={logs}/json.log"]);
        yield return ("access log of all requests, common format", [$"gateway.access_log.path={logs}/common.log", "gateway.access_log.format=common"]);
        yield return ("access log of one request in a hundred", [$"gateway.access_log.path={logs}/sample.log", "gateway.access_log.sample=0.01"]);
    }
}
