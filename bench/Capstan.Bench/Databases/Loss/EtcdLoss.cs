using Capstan.Bench.Databases.Etcd;

namespace Capstan.Bench.Databases.Loss;

/// <summary>Loses leaders of an etcd cluster of three members.</summary>
internal sealed class EtcdLoss(BenchRun run)
{
    private const int Members = 3;
    private const string Prefix = "entry";
    private const string PrefixEnd = "entrz";

    // A write that went to a leader that is dead has no answer to wait for; etcd itself gives it up after seven seconds.
    private static readonly TimeSpan TryLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>What the rounds so far took.</summary>
    public LossFigures Figures { get; } = new();

    /// <summary>Some rounds on a new cluster.</summary>
    public async Task RunAsync(int rounds)
    {
        await using var cluster = await EtcdCluster.StartAsync(run, Members);
        var writes = new WriteStream(number => TryPutAsync(cluster, number));
        var killed = 0;
        await new LossRounds(run, "etcd", Figures, writes).RunAsync(
            rounds,
            async () =>
            {
                killed = await cluster.HealthyAsync();
                return () => cluster.Kill(killed);
            },
            async () =>
            {
                await cluster.RestartAsync(killed);
                await cluster.HealthyAsync();
            });
        var found = await cluster.Clients[0].CountAsync(Prefix, PrefixEnd, run.Ending);
        if (found < writes.Sent - writes.Failed)
            throw new BenchException($"etcd acknowledged {writes.Sent - writes.Failed} writes and holds {found}");
    }

    /// <summary>Writes a key of its own; a member that fails makes way for the next one at once, and all of them for a short pause.</summary>
    private static async Task<string?> TryPutAsync(EtcdCluster cluster, long number)
    {
        using var limit = new CancellationTokenSource(WriteLimit);
        var fault = "";
        for (var tried = 0L; !limit.IsCancellationRequested; tried++)
        {
            using var one = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
            one.CancelAfter(TryLimit);
            try
            {
                await cluster.Clients[(int)((number + tried) % Members)].PutAsync($"{Prefix}{number}", $"{number}", one.Token);
                return null;
            }
            catch (Exception thrown) when (thrown is HttpRequestException or BenchException or OperationCanceledException or IOException)
            {
                fault = thrown.GetBaseException().Message;
            }

            if (tried % Members == Members - 1)
                await Task.Delay(Pause, CancellationToken.None);
        }

        return fault;
    }
}
