using System.Globalization;
using Capstan.Bench.Programs;
using Capstan.Bench.Reports;

namespace Capstan.Bench.Databases;

/// <summary>Rows come in from a file, and the whole database goes out and comes back: how long, and what it takes.</summary>
internal static class TransferBench
{
    private const int MebibytesPerWrite = 8;
    private const int RowBytes = 1_000;

    // Four of these rows fill a page of 4 KiB.
    private const int RowsPerMebibyte = 1_024;

    /// <summary>Measures; the table.</summary>
    public static async Task<string> RunAsync(BenchRun run, Action<DiskUse> disk)
    {
        await using var database = await DatabaseStack.StartAsync(run, "followers=1");
        var table = new MarkdownTable("", "rows", "MiB", "seconds", "rows/s", "MiB/s", "peak RSS of the command, MiB", "of the controller", "of the leader", "of the follower");
        foreach (var rows in run.IsQuick ? new[] { 10_000, 100_000 } : [100_000, 1_000_000])
            await ImportAsync(run, database, table, rows);
        await FillAsync(run, database, run.IsQuick ? 64 : 1_024);
        var backup = Path.Combine(run.NewFolder("backup"), "backup.db");
        await MeasureAsync(run, database, table, "backup", null, () => new FileInfo(backup).Length, "backup", backup);
        await MeasureAsync(run, database, table, "restore", null, () => new FileInfo(backup).Length, "restore", backup, "--yes");
        disk(await DiskUse.OfAsync("import, backup and restore", database, run.Ending));
        return $"{await database.DescribeAsync()}\n\n{table}";
    }

    private static async Task ImportAsync(BenchRun run, DatabaseStack database, MarkdownTable table, int rows)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"people{rows}");
        var file = Path.Combine(run.NewFolder("import"), name + ".csv");
        await File.WriteAllLinesAsync(file, Enumerable.Range(1, rows).Select(Row).Prepend("id,name,amount,note"), run.Ending);
        await MeasureAsync(run, database, table, "import of a .csv", rows, () => new FileInfo(file).Length, "import", file, "--create");
        if (await database.Sql.NumberAsync($"SELECT count(*) FROM {name}", "linear", run.Ending) != rows)
            throw new BenchException($"{name} does not have {rows} rows");
    }

    private static string Row(int row) =>
        string.Create(CultureInfo.InvariantCulture, $"{row},\"Somebody, {row % 9_973}\",{row * 7 % 100_003 / 100.0:0.00},a note of some length that belongs to {row}");

    private static async Task MeasureAsync(BenchRun run, DatabaseStack database, MarkdownTable table, string what, int? rows, Func<long> bytes, params string[] words)
    {
        var view = await database.EvenAsync();
        int[] pids = [database.Pid, view.LeaderWorker!.Pid!.Value, view.Workers.First(worker => worker.Slot != view.LeaderWorker.Slot).Pid!.Value];
        foreach (var pid in pids)
            ProcessTree.ForgetPeak(pid);
        var command = await MeasuredCommand.RunAsync(database.Url, words, run.Ending);
        await database.EvenAsync();
        var mebibytes = bytes() / 1048576.0;
        table.Add(
        [
            what,
            rows is { } number ? $"{number:N0}" : "–",
            mebibytes.ToString("0.0"),
            command.Took.TotalSeconds.ToString("0.00"),
            rows is { } all ? $"{all / command.Took.TotalSeconds:N0}" : "–",
            (mebibytes / command.Took.TotalSeconds).ToString("0.0"),
            Mebibytes.Of(command.Peak),
            .. pids.Select(pid => Mebibytes.Of(ProcessTree.PeakResident(pid))),
        ]);
        run.Say($"{what}, {mebibytes:0.0} MiB: {command.Took.TotalSeconds:0.00} s, {Mebibytes.Of(command.Peak)} MiB; {string.Join(", ", pids.Select(pid => Mebibytes.Of(ProcessTree.PeakResident(pid))))} MiB (controller, leader, follower)");
    }

    private static async Task FillAsync(BenchRun run, DatabaseStack database, int mebibytes)
    {
        for (var filled = 0; filled < mebibytes; filled += MebibytesPerWrite)
        {
            await database.Sql.ExecuteAsync(
                $"INSERT INTO filler (data) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MebibytesPerWrite * RowsPerMebibyte}) SELECT randomblob({RowBytes}) FROM n",
                run.Ending);
        }

        run.Say($"{mebibytes} MiB written");
    }
}
