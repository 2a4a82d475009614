using Capstan.Bench.Programs;
using Capstan.Bench.Reports;

namespace Capstan.Bench.Databases;

/// <summary>Reads and writes a second, one leader and one follower, at few and at many connections.</summary>
internal static class LoadBench
{
    private const int Rows = 10_000;
    private const int WarmConnections = 64;

    private static readonly int[] Connections = [1, 64, 512];

    /// <summary>Measures; the table.</summary>
    public static async Task<string> RunAsync(BenchRun run, Action<DiskUse> disk)
    {
        await using var database = await DatabaseStack.StartAsync(run, "followers=1");
        var position = await database.Sql.ExecuteAsync(
            $"INSERT INTO item (id, text) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Rows}) SELECT i, 'the text of item ' || i FROM n", run.Ending);
        await database.EvenAsync();
        var written = new WrittenValues();
        List<Load> loads =
        [
            new("read, any", "/v1/query", "read.lua", () => [$"{Rows}", "any"], null),
            new("read, session", "/v1/query", "read.lua", () => [$"{Rows}", "session", $"{position}"], null),
            new("read, linear", "/v1/query", "read.lua", () => [$"{Rows}", "linear"], null),
            new("write", "/v1/execute", "write.lua", written.Next, written),
        ];
        foreach (var load in loads)
        {
            run.Say($"warming up: {load.Name}");
            await TurnAsync(run, database, load, WarmConnections, run.IsQuick ? 1 : 3);
        }

        var table = new MarkdownTable(
            "", "connections", "per second", "p50 ms", "p99 ms", "errors", "CPU µs per operation", "controller", "leader", "follower", "cores busy");
        foreach (var load in loads)
        {
            foreach (var connections in Connections)
                table.Add(await TurnAsync(run, database, load, connections, run.IsQuick ? 1 : 5));
        }

        await written.CheckAsync(database, run.Ending);
        var facts = await database.DescribeAsync();
        disk(await DiskUse.OfAsync("load", database, run.Ending));
        return $"{facts}\n\n{table}";
    }

    private static async Task<string[]> TurnAsync(BenchRun run, DatabaseStack database, Load load, int connections, int seconds)
    {
        var view = await database.EvenAsync();
        var before = CpuTimes.Of(database.Pid, view);
        var result = await Wrk.RunAsync(database.Url + load.Path, Path.Combine("database", load.Script), connections, seconds, null, load.Words(), run.Ending);
        var used = CpuTimes.Of(database.Pid, view) - before;
        if ((await database.LookAsync()).Epoch != view.Epoch)
            throw new BenchException($"the leader changed under load ({load.Name}, {connections} connections); {database.Events.Last()}");
        var done = Math.Max(1, result.Requests - result.Errors);
        load.Written?.Add(result.Requests - result.Errors, result.Requests + connections);
        var rate = (result.Requests - result.Errors) / result.Seconds;
        run.Say($"{load.Name}, {connections} connections: {rate:0} a second, p50 {result.P50:0.00} ms, p99 {result.P99:0.00} ms, {result.Errors} errors, {used.All * 1e6 / done:0} µs");
        return
        [
            load.Name, $"{connections}", $"{rate:0}", $"{result.P50:0.00}", $"{result.P99:0.00}", $"{result.Errors}", .. used.Parts.Select(part => (part * 1e6 / done).ToString("0")),
            (used.All / result.Seconds).ToString("0.00"),
        ];
    }

    private sealed record Load(string Name, string Path, string Script, Func<IReadOnlyList<string>> Words, WrittenValues? Written);
}
