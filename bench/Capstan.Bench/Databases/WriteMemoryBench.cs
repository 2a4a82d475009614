using System.Diagnostics;
using System.Text.Json.Nodes;
using Capstan.Bench.Programs;
using Capstan.Bench.Reports;

namespace Capstan.Bench.Databases;

/// <summary>Memory of the processes of a database, idle and over very many writes.</summary>
internal static class WriteMemoryBench
{
    private const int Steps = 4;
    private const int PerRequest = 10;
    private const int AtOnce = 16;

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    // What is not written by then is left; the table says how far it came.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(150);

    /// <summary>Measures; the table.</summary>
    public static async Task<string> RunAsync(BenchRun run, Action<DiskUse> disk)
    {
        var step = run.IsQuick ? 10_000 : 250_000;
        // One snapshot falls into each step, with what follows from it: the records before the older one go.
        await using var database = await DatabaseStack.StartAsync(run, "followers=1", $"snapshot.records={step / PerRequest}");
        var table = new MarkdownTable(
            "rows written", "seconds", "leader RSS MiB", "PSS", "follower RSS MiB", "PSS", "controller RSS MiB", "PSS", "log MiB", "leader's files MiB", "snapshots so far");
        await AddAsync(run, database, table, 0, null);
        var begin = Stopwatch.GetTimestamp();
        for (var i = 1; i <= Steps && Stopwatch.GetElapsedTime(begin) < Limit; i++)
        {
            var stepBegin = Stopwatch.GetTimestamp();
            await WriteAsync(database, (i - 1) * step, step, run.Ending);
            await AddAsync(run, database, table, i * step, Stopwatch.GetElapsedTime(stepBegin));
        }

        var facts = await database.DescribeAsync();
        disk(await DiskUse.OfAsync("memory", database, run.Ending));
        return $"{facts}\n\n{table}";
    }

    private static async Task WriteAsync(DatabaseStack database, int first, int count, CancellationToken ending) =>
        await Parallel.ForAsync(0, count / PerRequest, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ending }, async (request, token) =>
        {
            var statements = Enumerable.Range(first + (request * PerRequest), PerRequest)
                .Select(value => (JsonNode)new JsonObject { ["sql"] = "INSERT INTO entry (value) VALUES (?)", ["parameters"] = new JsonArray(value) });
            await database.Sql.ExecuteAsync(new JsonObject { ["statements"] = new JsonArray([.. statements]) }, token);
        });

    private static async Task AddAsync(BenchRun run, DatabaseStack database, MarkdownTable table, int written, TimeSpan? took)
    {
        await database.EvenAsync();
        await Task.Delay(Settle, run.Ending);
        var view = await database.EvenAsync();
        var leader = view.LeaderWorker!;
        int[] pids = [leader.Pid!.Value, view.Workers.First(worker => worker.Slot != leader.Slot).Pid!.Value, database.Pid];
        var use = await DiskUse.OfAsync("", database, run.Ending);
        table.Add(
        [
            $"{written:N0}",
            took is { } time ? time.TotalSeconds.ToString("0.0") : "–",
            .. pids.SelectMany(pid => new[] { Mebibytes.Of(ProcessTree.Resident(pid)), Mebibytes.Of(ProcessTree.Proportional(pid)) }),
            Mebibytes.Of(use.Log),
            Mebibytes.Of(use.Copies[leader.Slot] + use.Ahead[leader.Slot]),
            $"{database.Events.Count(happened => happened.Kind == "database.snapshot-made")}",
        ]);
        run.Say($"{written:N0} rows: RSS {string.Join(", ", pids.Select(pid => Mebibytes.Of(ProcessTree.Resident(pid))))} MiB (leader, follower, controller), {took?.TotalSeconds ?? 0:0.0} s");
    }
}
