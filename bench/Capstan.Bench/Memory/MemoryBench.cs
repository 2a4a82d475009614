using Capstan.Bench.Forwarding;
using Capstan.Bench.Programs;
using Capstan.Bench.Reports;
using Capstan.Bench.Stacks;

namespace Capstan.Bench.Memory;

/// <summary>Resident memory idle, under idle client connections, and after they are gone: the peers, then the demo stack part by part.</summary>
internal static class MemoryBench
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    /// <summary>Measures; the tables.</summary>
    public static async Task<string> RunAsync(BenchRun run)
    {
        var number = run.IsQuick ? 1_000 : 10_000;
        var peers = new MarkdownTable("", "idle MiB", $"{number:N0} idle connections MiB", "KiB per connection", "closed by the proxy");
        var folder = run.NewFolder("backend");
        var backend = FreePorts.One();
        await using (var program = ProxySystem.StartBackend(new ProxyPlace(folder, backend, backend)))
        {
            await Ready.AnswersAsync($"http://127.0.0.1:{backend}/", program, TimeSpan.FromSeconds(10), run.Ending);
            foreach (var system in ProxySystem.All)
                peers.Add(await PeerAsync(run, system, backend, number));
        }

        return $"{peers}\n\n{await DemoAsync(run, number)}";
    }

    private static async Task<string[]> PeerAsync(BenchRun run, ProxySystem system, int backend, int number)
    {
        var place = new ProxyPlace(run.NewFolder("proxy"), FreePorts.One(), backend);
        await using var program = system.Start(place);
        await Ready.AnswersAsync(place.Url, program, TimeSpan.FromSeconds(30), run.Ending);
        await Task.Delay(Settle, run.Ending);
        var idle = ProcessTree.ResidentOfAll(program.Pid);
        using var connections = await IdleConnections.OpenAsync(new Uri(place.Url), number, run.Ending);
        await Task.Delay(Settle, run.Ending);
        var loaded = ProcessTree.ResidentOfAll(program.Pid);
        run.Say($"{system.Name}: {Mib(idle)} MiB idle, {Mib(loaded)} MiB with {connections.Count} connections");
        return [system.Name, Mib(idle), Mib(loaded), ((loaded - idle) / 1024.0 / number).ToString("0.0"), $"{connections.Closed()}"];
    }

    private static async Task<string> DemoAsync(BenchRun run, int number)
    {
        await using var demo = await DemoStack.StartAsync(run, isDocker: false, "gateway.limits.idle_timeout=300s", "services.acts.scale.window=1h");
        await Task.Delay(Settle, run.Ending);
        var status = await demo.Admin.StatusAsync(run.Ending);
        var replicas = status.Services.SelectMany(service => service.Replicas.Select(replica => (Name: $"replica {service.Name}/{replica.Slot}", Pid: replica.Pid ?? 0))).ToList();
        var rest = ProcessTree.Of(demo.Pid).Except([demo.Pid, .. replicas.Select(replica => replica.Pid)]).Select(pid => (Name: "guard", Pid: pid));
        var parts = new[] { (Name: "controller and gateway", demo.Pid) }.Concat(rest).Concat(replicas).ToList();
        var idle = parts.ConvertAll(part => ProcessTree.Resident(part.Pid));
        using var connections = await IdleConnections.OpenAsync(new Uri($"{demo.Url}/api/v1/_health"), number, run.Ending);
        await Task.Delay(Settle, run.Ending);
        var loaded = parts.ConvertAll(part => ProcessTree.Resident(part.Pid));
        var table = new MarkdownTable("`capstan up`, SelfieLessActs", "idle MiB", $"{number:N0} idle connections MiB");
        for (var i = 0; i < parts.Count; i++)
            table.Add(parts[i].Name, Mib(idle[i]), Mib(loaded[i]));
        table.Add("all", Mib(idle.Sum()), Mib(loaded.Sum()));
        run.Say($"demo stack: {Mib(idle.Sum())} MiB idle, {Mib(loaded.Sum())} MiB with {connections.Count} connections, {connections.Closed()} of them closed");
        return table.ToString();
    }

    private static string Mib(long bytes) => (bytes / 1048576.0).ToString("0.0");
}
