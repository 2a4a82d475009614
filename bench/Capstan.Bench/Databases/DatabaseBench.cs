using Capstan.Bench.Databases.Lag;
using Capstan.Bench.Databases.Loads;
using Capstan.Bench.Databases.Loss;
using Capstan.Bench.Reports;

namespace Capstan.Bench.Databases;

/// <summary>The parts about the replicated database. Each has a stack of its own and notes what that leaves on disk.</summary>
internal sealed class DatabaseBench
{
    private readonly List<DiskUse> _disk = [];

    /// <summary>Reads and writes a second.</summary>
    public Task<string> LoadAsync(BenchRun run) => LoadBench.RunAsync(run, _disk.Add);

    /// <summary>The leader is killed.</summary>
    public Task<string> LeaderLossAsync(BenchRun run) => LeaderLossBench.RunAsync(run, _disk.Add);

    /// <summary>How long a follower does not show what was acknowledged.</summary>
    public Task<string> LagAsync(BenchRun run) => LagBench.RunAsync(run);

    /// <summary>Memory over a million writes.</summary>
    public Task<string> MemoryAsync(BenchRun run) => WriteMemoryBench.RunAsync(run, _disk.Add);

    /// <summary>A follower joins a large database.</summary>
    public Task<string> FollowerAsync(BenchRun run) => NewFollowerBench.RunAsync(run, _disk.Add);

    /// <summary>Import, backup and restore.</summary>
    public Task<string> TransferAsync(BenchRun run) => TransferBench.RunAsync(run, _disk.Add);

    /// <summary>What the other parts of this run left on disk.</summary>
    public Task<string> DiskAsync(BenchRun run)
    {
        if (_disk.Count == 0)
            throw new BenchException("it tells what the other parts about the database left on disk; measure those in the same run");
        var table = new MarkdownTable("after", "records", "log MiB", "bytes of log per record", "snapshots", "their MiB", "workers' copies MiB", "write-ahead files MiB", "all MiB");
        foreach (var use in _disk)
        {
            table.Add(
                use.Part, $"{use.Records:N0}", Mebibytes.Of(use.Log), ((double)use.Log / Math.Max(1, use.Records)).ToString("0"), $"{use.Snapshots.Count}",
                Sum(use.Snapshots), Sum(use.Copies), Sum(use.Ahead), Mebibytes.Of(use.All));
        }

        return Task.FromResult(table.ToString());
    }

    private static string Sum(IReadOnlyList<long> sizes) => sizes.Count == 0 ? "–" : string.Join(" + ", sizes.Select(Mebibytes.Of));
}
