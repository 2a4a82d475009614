using Capstan.Bench.Programs;
using Capstan.Bench.Reports;

namespace Capstan.Bench.Forwarding;

/// <summary>
/// Forwarding cost side by side. Proxy on core 0, client and backend on core 1; then everything on both cores.
/// </summary>
internal static class ForwardingBench
{
    /// <summary>The core of a proxy that has one.</summary>
    public const string ProxyCore = "0";

    /// <summary>The core of client and backend beside it.</summary>
    public const string OtherCore = "1";

    private const string BothCores = "0,1";
    private const string Direct = "direct (no proxy)";

    /// <summary>Measures; the tables.</summary>
    public static async Task<string> RunAsync(BenchRun run)
    {
        if (Environment.ProcessorCount < 2)
            throw new BenchException("it takes two cores, one for the proxy and one for client and backend");
        List<string> tables =
        [
            .. await RunAsync(run, ProxyCore, OtherCore, [.. WrkLoad.OnOneCore, .. Paced(run)]),
            .. await RunAsync(run, BothCores, BothCores, WrkLoad.OnBothCores),
        ];
        return string.Join("\n\n", tables);
    }

    private static async Task<IReadOnlyList<string>> RunAsync(BenchRun run, string proxies, string others, IReadOnlyList<ITurnLoad> loads)
    {
        await using var turns = new Turns(run, others);
        var backend = FreePorts.One();
        await turns.AddAsync(Direct, new ProxyPlace(run.NewFolder("backend"), backend, backend) { Cores = others }, ProxySystem.StartBackend);
        foreach (var system in ProxySystem.All)
            await turns.AddAsync(system.Name, new ProxyPlace(run.NewFolder("proxy"), FreePorts.One(), backend) { Cores = proxies }, system.Start);
        await turns.WarmAsync(loads, 1);
        var tables = new List<string>();
        foreach (var load in loads.Select(load => run.IsQuick ? load.Quick() : load))
            tables.Add(Table(load, await turns.MeasureAsync(load)));
        return tables;
    }

    // What the slowest of them can do, and what only the faster ones can.
    private static IEnumerable<ITurnLoad> Paced(BenchRun run)
    {
        var log = Path.Combine(run.NewFolder("paced"), "times");
        return [new PacedLoad(100, 64, 5, 2, log), new PacedLoad(450, 64, 5, 2, log)];
    }

    private static string Table(ITurnLoad load, IReadOnlyList<SystemFigures> figures)
    {
        var reference = figures.Where(of => ProxySystem.References.Contains(of.Name)).MinBy(of => of.Cpu.Median)!;
        var table = new MarkdownTable(
            "", "CPU µs per request", $"ratio to the better of {string.Join(" and ", ProxySystem.References)}", "core busy %", "requests/s", "p50 ms", "p99 ms", "p99.9 ms", "errors", "peak MiB");
        foreach (var of in figures)
        {
            table.Add(
                of.Name, of.Cpu.Text("0.0"), of.Name == Direct ? "–" : of.RatioTo(reference).Text("0.00"), of.Busy.Median.ToString("0"), of.Rate.Text("0"),
                of.P50.Text("0.00"), of.P99.Text("0.00"), of.P999.Text("0.00"), $"{of.Errors}", of.Peak.Median.ToString("0"));
        }

        return $"**{load.Name}**, {load.Rounds} rounds of {load.Seconds} s each: median (least–most)\n\n{table}";
    }
}
