namespace Capstan.Bench.Databases.Loss;

/// <summary>Kills the leader again and again while a stream of writes goes on.</summary>
/// <param name="run">The run.</param>
/// <param name="name">The system.</param>
/// <param name="figures">Takes what the rounds took.</param>
/// <param name="writes">The stream; it is running for as long as the rounds last.</param>
internal sealed class LossRounds(BenchRun run, string name, LossFigures figures, WriteStream writes)
{
    /// <summary>Longest time that anything of a round may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    // Kills fall anywhere between two ticks of anything; the same places in every run.
    private readonly Random _chance = new(1);

    /// <summary>Runs the rounds, then waits for the writes that are outstanding.</summary>
    /// <param name="rounds">How many.</param>
    /// <param name="kill">Waits until the system is as it should be, then returns what kills the leader.</param>
    /// <param name="whole">Ends when the system is whole again.</param>
    /// <exception cref="BenchException">A round took too long.</exception>
    public async Task RunAsync(int rounds, Func<Task<Action>> kill, Func<Task> whole)
    {
        using var writing = CancellationTokenSource.CreateLinkedTokenSource(run.Ending);
        var sending = writes.RunAsync(writing.Token);
        try
        {
            for (var round = 1; round <= rounds; round++)
                await RoundAsync(await kill(), whole);
        }
        catch (TimeoutException)
        {
            throw new BenchException($"{name}: no write was acknowledged within {Limit.TotalSeconds:0} s of a kill; failed: {writes.Faults}");
        }
        finally
        {
            await writing.CancelAsync();
            await sending;
        }

        figures.Add(writes);
    }

    private async Task RoundAsync(Action kill, Func<Task> whole)
    {
        await Task.Delay(_chance.Next(100), run.Ending);
        writes.TakeSlowest();
        var at = DateTimeOffset.UtcNow;
        kill();
        figures.Next.Add((await writes.NextAsync(Limit, run.Ending)).TotalMilliseconds);
        await whole();
        figures.Whole.Add((DateTimeOffset.UtcNow - at).TotalMilliseconds);
        figures.Slowest.Add(writes.TakeSlowest().TotalMilliseconds);
        run.Say($"{name}, round {figures.Next.Count}: next write after {figures.Next.Last:0} ms, all ready after {figures.Whole.Last:0} ms, {writes.Failed} of {writes.Sent} failed so far");
    }
}
