using System.Diagnostics;
using Capstan.Bench.Programs;
using Capstan.Bench.Reports;
using Capstan.Bench.Stacks;

namespace Capstan.Bench.Databases;

/// <summary>A follower joins a large database: how long until it serves, and what it takes.</summary>
internal static class NewFollowerBench
{
    private const int RowBytes = 1_000;

    // Four of these rows fill a page of 4 KiB.
    private const int RowsPerMebibyte = 1_024;
    private const int MebibytesPerWrite = 8;

    /// <summary>Records behind the newest snapshot, which the newcomer takes from the log.</summary>
    private const int Tail = 50;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>Measures; the table.</summary>
    public static async Task<string> RunAsync(BenchRun run, Action<DiskUse> disk)
    {
        var mebibytes = run.IsQuick ? 64 : 1_024;
        var fills = mebibytes / MebibytesPerWrite;
        var due = Math.Max(100, fills + 20);
        await using var database = await DatabaseStack.StartAsync(run, "followers=1", $"snapshot.records={due}", $"snapshot.bytes=1GiB");
        await FillAsync(run, database, fills, due);
        var before = await database.EvenAsync();
        var use = await DiskUse.OfAsync($"new follower, {mebibytes:N0} MiB", database, run.Ending);
        ProcessTree.ForgetPeak(database.Pid);
        var controller = ProcessTree.Resident(database.Pid);

        var begin = Stopwatch.GetTimestamp();
        var command = database.ScaleAsync(2);
        var started = await database.UntilAsync("a new worker", Limit, view => Newcomer(before, view) is { Pid: not null });
        var startedAfter = Stopwatch.GetElapsedTime(begin);
        var pid = Newcomer(before, started)!.Pid!.Value;
        var ready = await database.UntilAsync("the new worker ready", Limit, view => Newcomer(before, view) is { State: "ready" });
        var readyAfter = Stopwatch.GetElapsedTime(begin);
        var (peak, controllerPeak) = (ProcessTree.PeakResident(pid), ProcessTree.PeakResident(database.Pid));
        await command;
        if (Newcomer(before, ready)!.Pid != pid)
            throw new BenchException($"the new worker ended and was started again; {database.Events.Last()}");
        run.Say($"ready after {readyAfter.TotalSeconds:0.0} s; peak {Mebibytes.Of(peak)} MiB, controller {Mebibytes.Of(controllerPeak)} MiB");
        disk(await DiskUse.OfAsync($"new follower, {mebibytes:N0} MiB", database, run.Ending));

        var table = new MarkdownTable("", "");
        table.Add("snapshot that it starts from, MiB", Mebibytes.Of(use.Snapshots.DefaultIfEmpty().Max()));
        table.Add("process started, s after the command", startedAfter.TotalSeconds.ToString("0.00"));
        table.Add("ready, s after the command", readyAfter.TotalSeconds.ToString("0.00"));
        table.Add("MiB of snapshot per second", (use.Snapshots.DefaultIfEmpty().Max() / 1048576.0 / (readyAfter - startedAfter).TotalSeconds).ToString("0"));
        table.Add("peak RSS of the new worker, MiB", Mebibytes.Of(peak));
        table.Add("RSS of the controller before, MiB", Mebibytes.Of(controller));
        table.Add("peak RSS of the controller meanwhile, MiB", Mebibytes.Of(controllerPeak));
        return $"{await database.DescribeAsync()}\n\n{table}";
    }

    /// <summary>Fills the database, has a follower make a snapshot, and writes a little more.</summary>
    private static async Task FillAsync(BenchRun run, DatabaseStack database, int fills, int due)
    {
        var begin = Stopwatch.GetTimestamp();
        for (var i = 1; i <= fills; i++)
        {
            await database.Sql.ExecuteAsync(
                $"INSERT INTO filler (data) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MebibytesPerWrite * RowsPerMebibyte}) SELECT randomblob({RowBytes}) FROM n",
                run.Ending);
            if (i % 16 == 0)
                run.Say($"{i * MebibytesPerWrite} MiB written after {Stopwatch.GetElapsedTime(begin).TotalSeconds:0.0} s");
        }

        for (var i = fills; i < due; i++)
            await database.Sql.ExecuteAsync("INSERT INTO entry (value) VALUES (1)", run.Ending);
        await database.Events.FirstAsync("a snapshot", 0, Limit, happened => happened.Kind == "database.snapshot-made");
        for (var i = 0; i < Tail; i++)
            await database.Sql.ExecuteAsync("INSERT INTO entry (value) VALUES (2)", run.Ending);
    }

    private static WorkerView? Newcomer(DatabaseView before, DatabaseView now) =>
        now.Workers.FirstOrDefault(worker => before.Workers.All(known => known.Slot != worker.Slot));
}
