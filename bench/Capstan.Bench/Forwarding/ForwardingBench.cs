using Capstan.Bench.Programs;
using Capstan.Bench.Reports;

namespace Capstan.Bench.Forwarding;

/// <summary>
/// Forwarding cost side by side: every system runs all the time, idle but for its turn; the turns go round. Proxy on core 0, client
/// and backend on core 1.
/// </summary>
internal static class ForwardingBench
{
    private const int ProxyCore = 0;
    private const int OtherCore = 1;
    private const string Direct = "direct (no proxy)";
    private const string Reference = "nginx";

    /// <summary>Measures; the tables.</summary>
    public static async Task<string> RunAsync(BenchRun run)
    {
        if (Environment.ProcessorCount < 2)
            throw new BenchException("it takes two cores, one for the proxy and one for client and backend");
        List<WrkLoad> loads = run.IsQuick
            ? [new("GET, 64 connections", 64, "get.lua", 1, 1), new("GET, 1,024 connections", 1024, "get.lua", 1, 1), new("POST of 1 KiB, 64 connections", 64, "post.lua", 1, 1)]
            : [new("GET, 64 connections", 64, "get.lua", 5, 4), new("GET, 1,024 connections", 1024, "get.lua", 3, 3), new("POST of 1 KiB, 64 connections", 64, "post.lua", 3, 3)];
        var children = new List<Child>();
        try
        {
            var systems = await StartAsync(run, children);
            foreach (var system in systems)
                await WarmAsync(run, system, loads);
            var tables = new List<string>();
            foreach (var load in loads)
                tables.Add(Table(load, await MeasureAsync(run, systems, load)));
            return string.Join("\n\n", tables);
        }
        finally
        {
            foreach (var child in Enumerable.Reverse(children))
                await child.DisposeAsync();
        }
    }

    private static async Task<IReadOnlyList<RunningSystem>> StartAsync(BenchRun run, List<Child> children)
    {
        var backend = FreePorts.One();
        var systems = new List<RunningSystem>();
        await AddAsync(Direct, new ProxyPlace(run.NewFolder("backend"), backend, backend), place => ProxySystem.StartBackend(place, OtherCore));
        foreach (var system in ProxySystem.All)
            await AddAsync(system.Name, new ProxyPlace(run.NewFolder("proxy"), FreePorts.One(), backend), place => system.Start(place, ProxyCore));
        return systems;

        async Task AddAsync(string name, ProxyPlace place, Func<ProxyPlace, Child> start)
        {
            var child = start(place);
            children.Add(child);
            await Ready.AnswersAsync(place.Url, child, TimeSpan.FromSeconds(30), run.Ending);
            systems.Add(new RunningSystem(name, place.Url, child));
        }
    }

    /// <summary>Long enough for a compiler at run time to have compiled what is hot, and the same for all.</summary>
    private static async Task WarmAsync(BenchRun run, RunningSystem system, IReadOnlyList<WrkLoad> loads)
    {
        run.Say($"warming up {system.Name}");
        foreach (var load in loads)
            await load.RunAsync(system.Url, OtherCore, run.IsQuick ? 1 : 2, run.Ending);
    }

    private static async Task<IReadOnlyList<SystemFigures>> MeasureAsync(BenchRun run, IReadOnlyList<RunningSystem> systems, WrkLoad load)
    {
        var figures = systems.Select(system => new SystemFigures(system.Name)).ToList();
        for (var round = 1; round <= load.Rounds; round++)
        {
            foreach (var (system, of) in systems.Zip(figures))
            {
                var before = ProcessTree.CpuSeconds(system.Program.Pid);
                var result = await load.RunAsync(system.Url, OtherCore, load.Seconds, run.Ending);
                var cpu = ProcessTree.CpuSeconds(system.Program.Pid) - before;
                of.Add(result, cpu, ProcessTree.ResidentOfAll(system.Program.Pid));
                run.Say($"{load.Name}, round {round} of {load.Rounds}, {system.Name}: {cpu * 1e6 / Math.Max(1, result.Requests):0.0} µs, {result.Requests / result.Seconds:0} requests/s");
            }
        }

        return figures;
    }

    private static string Table(WrkLoad load, IReadOnlyList<SystemFigures> figures)
    {
        var reference = figures.Single(of => of.Name == Reference).Cpu.Median;
        var table = new MarkdownTable("", "CPU µs per request", $"ratio to {Reference}", "core busy %", "requests/s", "p50 ms", "p99 ms", "p99.9 ms", "errors", "RSS MiB");
        foreach (var of in figures)
        {
            table.Add(
                of.Name, of.Cpu.Text("0.0"), of.Name == Direct ? "–" : (of.Cpu.Median / reference).ToString("0.00"), of.Busy.Median.ToString("0"), of.Rate.Text("0"),
                of.P50.Text("0.00"), of.P99.Text("0.00"), of.P999.Text("0.00"), $"{of.Errors}", of.Resident.Median.ToString("0"));
        }

        return $"**{load.Name}**, {load.Rounds} rounds of {load.Seconds} s each: median (least–most)\n\n{table}";
    }
}
