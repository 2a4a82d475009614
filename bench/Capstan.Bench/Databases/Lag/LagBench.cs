using Capstan.Bench.Databases.Etcd;
using Capstan.Bench.Databases.Loads;
using Capstan.Bench.Databases.Postgres;
using Capstan.Bench.Reports;

namespace Capstan.Bench.Databases.Lag;

/// <summary>From the acknowledgement of a write until a follower shows it, idle and under writes.</summary>
internal static class LagBench
{
    private const int Connections = 64;
    private const int EtcdMembers = 3;

    /// <summary>Measures; the table.</summary>
    public static async Task<string> RunAsync(BenchRun run)
    {
        var table = new MarkdownTable(
            "", "load", "its writes per second", "probes", "seen by the first read %", "one read, median ms", "seen after, median ms", "p99 ms", "worst ms");
        await AddAsync(run, table, await CapstanSystem.StartAsync(run));
        await AddAsync(run, table, await EtcdSystem.StartAsync(run, EtcdMembers));
        await AddAsync(run, table, await PostgresSystem.StartAsync(run));
        return table.ToString();
    }

    private static async Task AddAsync(BenchRun run, MarkdownTable table, ILaggingSystem system)
    {
        await using var _ = system;
        var seconds = run.IsQuick ? 2 : 8;
        var writes = system.Loads[^1];
        await writes.RunAsync(Connections, run.IsQuick ? 1 : 2);
        var idle = new LagRow(system.Follower, "none");
        var next = await idle.ProbeAsync(system, 1, TimeSpan.FromSeconds(seconds), run.Ending);
        table.Add(idle.Cells());
        var busy = new LagRow(system.Follower, $"{Connections} connections");
        // The load outlasts the probes at both ends.
        var load = writes.RunAsync(Connections, seconds + 2);
        await Task.Delay(TimeSpan.FromSeconds(1), run.Ending);
        await busy.ProbeAsync(system, next, TimeSpan.FromSeconds(seconds), run.Ending);
        var result = await load;
        busy.Rate = result.Done / result.Seconds;
        table.Add(busy.Cells());
        run.Say($"lag of {system.Follower}: {string.Join(" | ", idle.Cells())}; {string.Join(" | ", busy.Cells())}");
    }
}
