using Capstan.Bench.Reports;

namespace Capstan.Bench.Databases.Loss;

/// <summary>The leader is killed under light writing: how long until the next write is acknowledged, and what the clients see.</summary>
internal static class LeaderLossBench
{
    /// <summary>Measures; the table.</summary>
    public static async Task<string> RunAsync(BenchRun run, Action<DiskUse> disk)
    {
        var (turns, rounds) = run.IsQuick ? (1, 3) : (2, 15);
        DiskUse? left = null;
        var (capstan, etcd) = (new CapstanLoss(run, use => left = use), new EtcdLoss(run));
        for (var turn = 0; turn < turns; turn++)
        {
            await capstan.RunAsync(rounds);
            await etcd.RunAsync(rounds);
        }

        disk(left!);
        var table = new MarkdownTable("ms after the kill", "Capstan, median", "least", "worst", "etcd, median", "least", "worst", "etcd ÷ Capstan", "PostgreSQL");
        Add("another leader elected", capstan.Elected, null);
        Add("next write acknowledged", capstan.Figures.Next, etcd.Figures.Next);
        Add("every worker ready again", capstan.Figures.Whole, etcd.Figures.Whole);
        Add("slowest write of the round", capstan.Figures.Slowest, etcd.Figures.Slowest);
        return $"{capstan.Facts}\n\n{turns * rounds} rounds each. Capstan: {capstan.Figures.Writes}; every acknowledged write was there afterwards, once. "
            + $"etcd: {etcd.Figures.Writes}; every acknowledged write was there afterwards.\n\n{table}";

        void Add(string name, Figures ours, Figures? theirs) => table.Add(
            [name, .. Cells(ours), .. theirs is null ? ["–", "–", "–"] : Cells(theirs), theirs is null ? "–" : (theirs.Median / ours.Median).ToString("0.0"), "none"]);

        static IReadOnlyList<string> Cells(Figures of) => [of.Median.ToString("0"), of.Least.ToString("0"), of.Most.ToString("0")];
    }
}
