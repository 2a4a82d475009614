using Capstan.Bench.Databases.Etcd;
using Capstan.Bench.Databases.Postgres;

namespace Capstan.Bench.Databases.Loads;

/// <summary>
/// Reads and writes a second at few and at many connections, side by side. One system runs at a time, and the rounds go through all of
/// them, so that a slow minute of the machine hits all.
/// </summary>
internal static class LoadBench
{
    private static readonly int[] Connections = [1, 64, 512];

    /// <summary>Measures; the tables.</summary>
    public static async Task<string> RunAsync(BenchRun run, Action<DiskUse> disk)
    {
        var rounds = run.IsQuick ? 1 : 3;
        var seconds = run.IsQuick ? 1 : 2;
        var rows = new List<LoadRow>();
        var facts = "";
        for (var round = 1; round <= rounds; round++)
        {
            run.Say($"round {round} of {rounds}");
            await using (var capstan = await CapstanSystem.StartAsync(run))
            {
                await MeasureAsync(run, capstan, rows, seconds);
                if (round == rounds)
                {
                    facts = await capstan.DescribeAsync();
                    disk(await capstan.DiskAsync());
                }
            }

            await using (var etcd = await EtcdSystem.StartAsync(run, members: 1))
                await MeasureAsync(run, etcd, rows, seconds);
            await using (var postgres = await PostgresSystem.StartAsync(run))
                await MeasureAsync(run, postgres, rows, seconds);
        }

        return $"{facts} {rounds} × {seconds} s for each row: median (least–most).\n\n{LoadTables.Of(rows)}";
    }

    private static async Task MeasureAsync(BenchRun run, ILoadedSystem system, List<LoadRow> rows, int seconds)
    {
        await WarmUp.RunAsync(run, system);
        foreach (var load in system.Loads)
        {
            foreach (var connections in Connections)
                await LoadRow.MeasureAsync(run, rows, load, connections, seconds);
        }

        await system.CheckAsync();
    }
}
