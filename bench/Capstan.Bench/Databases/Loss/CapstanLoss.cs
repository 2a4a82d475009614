using Capstan.Bench.Programs;
using Capstan.Bench.Reports;
using Capstan.Bench.Stacks;

namespace Capstan.Bench.Databases.Loss;

/// <summary>Loses leaders of a Capstan database of one leader and two followers.</summary>
/// <param name="run">The run.</param>
/// <param name="disk">Takes what the last rounds left on disk; null for nobody.</param>
/// <param name="isDocker">Whether workers are containers; the leader's first process is killed, and with it the container.</param>
internal sealed class CapstanLoss(BenchRun run, Action<DiskUse>? disk, bool isDocker = false)
{
    private const int Followers = 2;

    // A worker that ends within 10 s of being ready counts as crashing, and its slot would wait before the next start.
    private static readonly TimeSpan Served = TimeSpan.FromSeconds(10.5);

    /// <summary>What the rounds so far took.</summary>
    public LossFigures Figures { get; } = new();

    /// <summary>From the kill until the controller has another leader, in milliseconds.</summary>
    public Figures Elected { get; } = new();

    /// <summary>One sentence: the SQLite of the workers and the disk below.</summary>
    public string Facts { get; private set; } = "";

    /// <summary>Some rounds on a new stack.</summary>
    /// <param name="rounds">How many.</param>
    /// <param name="settings">Keys of the database that take the place of their defaults, as <c>key=value</c>.</param>
    public async Task RunAsync(int rounds, params IEnumerable<string> settings)
    {
        await using var database = await DatabaseStack.StartAsync(run, isDocker, [$"followers={Followers}", .. settings]);
        var writes = new WriteStream(database.Sql.TryInsertAsync);
        var (before, mark, at) = ((DatabaseView?)null, 0L, DateTimeOffset.MinValue);
        await new LossRounds(run, "Capstan", Figures, writes).RunAsync(rounds, KillAsync, WholeAsync);
        await WrittenValues.CheckAsync(database, writes, run.Ending);
        Facts = await database.DescribeAsync();
        disk?.Invoke(await DiskUse.OfAsync("leader loss", database, run.Ending));

        async Task<Action> KillAsync()
        {
            var view = before = await database.UntilAsync(
                $"every worker ready, and a leader that has served for {Served.TotalSeconds} s", LossRounds.Limit,
                now => now.IsWhole && now.LeaderWorker!.Since < DateTimeOffset.UtcNow - Served);
            return () =>
            {
                (mark, at) = (database.Events.Newest, DateTimeOffset.UtcNow);
                Signals.Send(view.LeaderWorker!.Pid!.Value, Signals.Kill);
            };
        }

        async Task WholeAsync()
        {
            var election = await database.Events.FirstAsync("another leader", mark, LossRounds.Limit, happened => happened.Kind == "database.leader-elected");
            Elected.Add((election.Time - at).TotalMilliseconds);
            await database.UntilAsync("every worker ready again", LossRounds.Limit, now => now.IsWhole && now.Epoch > before!.Epoch);
        }
    }
}
