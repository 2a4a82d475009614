using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Capstan.Bench.Databases.Loads;
using Capstan.Bench.Programs;
using Capstan.Bench.Reports;

namespace Capstan.Bench.Databases.Postgres;

/// <summary>Calls PostgreSQL with <c>pgbench</c>, one thread of it, with prepared statements.</summary>
internal sealed partial class PgBench(BenchRun run, PostgresPair pair)
{
    // Each line of its log costs it time; these are enough for a percentile.
    private const string Logged = "0.1";

    // Few enough for a busy machine.
    private const int ConnectedPerSecond = 128;

    private const int MostConnecting = 20;

    // The server's own processes that come and go.
    private const int Others = 2;

    // Seconds before its end when the servers' CPU time is read.
    private const double Margin = 0.4;

    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);

    private readonly string _folder = run.NewFolder("pgbench");

    /// <summary>Puts a script on one of the servers, for some seconds after all connections are there.</summary>
    /// <param name="port">Port of the server.</param>
    /// <param name="script">What is sent, a file of <c>bench/database</c>.</param>
    /// <param name="connections">Connections.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="done">Takes every attempt, those too that do not count.</param>
    public async Task<LoadResult> RunAsync(int port, string script, int connections, int seconds, Action<LoadResult>? done = null)
    {
        for (var connecting = 1 + (connections / ConnectedPerSecond); connecting <= MostConnecting; connecting *= 2)
        {
            var (result, isInTime) = await TryAsync(port, script, connections, connecting, seconds);
            done?.Invoke(result);
            if (isInTime)
                return result;
            run.Say($"pgbench had not made {connections} connections after {connecting} s; once more, with more time for that");
        }

        throw new BenchException($"pgbench does not make {connections} connections within {MostConnecting} s");
    }

    /// <summary>One attempt, and whether the time for connecting was enough, which pgbench counts as part of its own.</summary>
    private async Task<(LoadResult Result, bool IsInTime)> TryAsync(int port, string script, int connections, int connecting, int seconds)
    {
        var prefix = Path.Combine(_folder, $"{Guid.NewGuid():N}");
        var idle = await IdleAsync(port);
        var before = EndedChildren.CpuSeconds();
        var command = Command.RunAsync(
            PostgresUser.Program("pgbench"),
            [
                "-n", "-M", "prepared", "-c", $"{connections}", "-j", "1", "-T", $"{connecting + seconds}", "-f", Repository.At("bench", "database", script),
                "-D", $"rows={Rows.Count}", "-D", $"value={new string('v', Rows.ValueBytes)}", "-l", $"--log-prefix={prefix}", $"--sampling-rate={Logged}",
                .. PostgresPair.Address(port), "postgres",
            ],
            run.Ending);
        var busy = await BusyAsync(port, idle + connections - Math.Min(Others, connections - 1), TimeSpan.FromSeconds(connecting), TimeSpan.FromSeconds(seconds - Margin));
        var output = await command;
        var cpu = EndedChildren.CpuSeconds() - before;
        if (Summary().Match(output) is not { Success: true } found)
            throw new BenchException($"pgbench did not report: {output}");
        var times = new Figures(Directory.EnumerateFiles(_folder, $"{Path.GetFileName(prefix)}.*").SelectMany(File.ReadLines).Select(Milliseconds));
        // Without a transaction it tells no rate.
        var done = Number(found, "done");
        var took = done > 0 ? done / Number(found, "rate") : seconds;
        return (new LoadResult((long)done, took, (long)Number(found, "failed"), times.At(0.5), times.At(0.99), [(busy ?? 0) * took], cpu), busy is not null && done > 0);
    }

    /// <summary>Processes of a server without load, once those of the load before have ended.</summary>
    private async Task<int> IdleAsync(int port)
    {
        var (last, now) = (-1, pair.Processes(port));
        for (; now != last; now = pair.Processes(port))
        {
            last = now;
            await Task.Delay(Settle, run.Ending);
        }

        return now;
    }

    /// <summary>
    /// Cores that both servers kept busy once all connections were there: each is a process, which is dear, and which a client with a pool
    /// pays once. Null when they were not there in time.
    /// </summary>
    private async Task<double?> BusyAsync(int port, int processes, TimeSpan connecting, TimeSpan span)
    {
        await Task.Delay(connecting, run.Ending);
        if (pair.Processes(port) < processes)
            return null;
        var (since, before) = (Stopwatch.GetTimestamp(), pair.CpuSeconds);
        await Task.Delay(span, run.Ending);
        return (pair.CpuSeconds - before) / Stopwatch.GetElapsedTime(since).TotalSeconds;
    }

    // client, number, microseconds, script, time.
    private static double Milliseconds(string line) => double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture) / 1e3;

    private static double Number(Match found, string name) => double.Parse(found.Groups[name].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"actually processed: (?<done>\d+).*failed transactions: (?<failed>\d+)(.*tps = (?<rate>[\d.]+) \(without initial connection time\))?",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Summary();
}
