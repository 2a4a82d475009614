using Capstan.Bench.Programs;
using Capstan.Bench.Reports;

namespace Capstan.Bench.Forwarding;

/// <summary>What Capstan's own work beside forwarding costs: the same stack with one thing changed at a time, in turn.</summary>
internal static class FeaturesBench
{
    private static readonly WrkLoad Load = new("GET of 60 bytes, 64 connections", 64, "", "get.lua", 8, 2);

    /// <summary>Measures; the table.</summary>
    public static async Task<string> RunAsync(BenchRun run)
    {
        var variants = FeatureVariant.All(run.NewFolder("logs"));
        var backend = FreePorts.One();
        await using var program = ProxySystem.StartBackend(new ProxyPlace(run.NewFolder("backend"), backend, backend) { Cores = ForwardingBench.OtherCore });
        await using var turns = new Turns(run, ForwardingBench.OtherCore);
        foreach (var variant in variants)
        {
            var place = new ProxyPlace(run.NewFolder("proxy"), FreePorts.One(), variant.HasReplica ? FreePorts.One() : backend) { Cores = ForwardingBench.ProxyCore };
            if (variant.HasReplica)
                place.Render("backend.conf");
            await turns.AddAsync(variant.Name, place, to => ProxySystem.StartCapstan(to, "fast", variant.File, variant.Settings), isAlone: true);
        }

        var load = run.IsQuick ? Load.Quick() : Load;
        await turns.WarmAsync([load], run.IsQuick ? 1 : 3);
        var figures = await turns.MeasureAsync(load);
        return $"{Table(load, variants, figures)}\n\n{PathCosts.Table(figures[0].Cpu.Median)}";
    }

    private static string Table(ITurnLoad load, IReadOnlyList<FeatureVariant> variants, IReadOnlyList<SystemFigures> figures)
    {
        var table = new MarkdownTable("", "CPU µs per request", "difference in the same rounds, %");
        foreach (var (variant, of) in variants.Zip(figures))
            table.Add(of.Name, of.Cpu.Text("0.0"), variant.Against is null ? "–" : Difference(of, figures.Single(other => other.Name == variant.Against)));
        return $"{load.Rounds} rounds of {load.Seconds} s each, {load.Name}: median (least–most)\n\n{table}";
    }

    private static string Difference(SystemFigures of, SystemFigures other) =>
        new Figures(of.CpuOfRounds.Zip(other.CpuOfRounds, (own, its) => ((own / its) - 1) * 100)).Text("+0.0;-0.0");
}
