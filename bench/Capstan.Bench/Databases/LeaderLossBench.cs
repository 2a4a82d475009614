using Capstan.Bench.Programs;
using Capstan.Bench.Reports;

namespace Capstan.Bench.Databases;

/// <summary>The leader is killed under light writing: how long until the next write is acknowledged, and what the clients see.</summary>
internal static class LeaderLossBench
{
    private const int Followers = 2;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    // A worker that ends within 10 s of being ready counts as crashing, and its slot would wait before the next start.
    private static readonly TimeSpan Served = TimeSpan.FromSeconds(10.5);

    /// <summary>Measures; the table.</summary>
    public static async Task<string> RunAsync(BenchRun run, Action<DiskUse> disk)
    {
        var rounds = run.IsQuick ? 3 : 30;
        await using var database = await DatabaseStack.StartAsync(run, $"followers={Followers}");
        var writes = new WriteStream(database.Sql);
        var (next, elected, whole, slowest) = (new Figures(), new Figures(), new Figures(), new Figures());
        using var writing = CancellationTokenSource.CreateLinkedTokenSource(run.Ending);
        var sending = writes.RunAsync(writing.Token);
        // Kills fall anywhere between two ticks of anything; the same places in every run.
        var chance = new Random(1);
        try
        {
            for (var round = 1; round <= rounds; round++)
            {
                var view = await database.UntilAsync(
                    $"every worker ready, and a leader that has served for {Served.TotalSeconds} s", Limit,
                    now => now.IsWhole && now.LeaderWorker!.Since < DateTimeOffset.UtcNow - Served);
                await Task.Delay(chance.Next(100), run.Ending);
                var mark = database.Events.Newest;
                writes.TakeSlowest();
                var at = DateTimeOffset.UtcNow;
                Signals.Send(view.LeaderWorker!.Pid!.Value, Signals.Kill);
                next.Add((await writes.NextAsync(Limit, run.Ending)).TotalMilliseconds);
                var election = await database.Events.FirstAsync("another leader", mark, Limit, happened => happened.Kind == "database.leader-elected");
                elected.Add((election.Time - at).TotalMilliseconds);
                await database.UntilAsync("every worker ready again", Limit, now => now.IsWhole && now.Epoch > view.Epoch);
                whole.Add((DateTimeOffset.UtcNow - at).TotalMilliseconds);
                slowest.Add(writes.TakeSlowest().TotalMilliseconds);
                run.Say($"round {round} of {rounds}: next write after {next.Last:0} ms, all ready after {whole.Last:0} ms, {writes.Failed} of {writes.Sent} failed so far");
            }
        }
        catch (TimeoutException)
        {
            throw new BenchException($"no write was acknowledged within {Limit.TotalSeconds:0} s of a kill; {database.Events.Last()}; failed: {writes.Faults}");
        }
        finally
        {
            await writing.CancelAsync();
            await sending;
        }

        var written = new WrittenValues();
        written.Add(writes.Sent - writes.Failed, writes.Sent);
        await written.CheckAsync(database, run.Ending);
        if (writes.Failed > 0)
            run.Say($"failed writes: {writes.Faults}");
        var table = new MarkdownTable("ms after the kill", "median", "least", "worst");
        foreach (var (name, of) in new[] { ("another leader elected", elected), ("next write acknowledged", next), ("every worker ready again", whole), ("slowest write of the round", slowest) })
            table.Add(name, of.Median.ToString("0"), of.Least.ToString("0"), of.Most.ToString("0"));
        var facts = await database.DescribeAsync();
        disk(await DiskUse.OfAsync("leader loss", database, run.Ending));
        return $"{facts}\n\n{rounds} rounds; {writes.Sent:N0} writes, {writes.Failed} of them failed{(writes.Failed > 0 ? $" ({writes.Faults})" : "")}; every acknowledged write was there afterwards, once.\n\n{table}";
    }
}
