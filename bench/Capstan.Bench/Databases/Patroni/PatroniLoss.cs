using Capstan.Bench.Databases.Broker;
using Capstan.Bench.Databases.Loss;

namespace Capstan.Bench.Databases.Patroni;

/// <summary>Loses primaries of a Patroni cluster of three members.</summary>
internal sealed class PatroniLoss(BenchRun run, PatroniTempo tempo)
{
    /// <summary>What the rounds so far took.</summary>
    public LossFigures Figures { get; } = new();

    /// <summary>Its name in the table.</summary>
    public string Name => tempo.Name;

    /// <summary>Some rounds on a new cluster.</summary>
    public async Task RunAsync(int rounds, ZooKeeperNode ensemble)
    {
        await using var cluster = await PatroniCluster.StartAsync(run, ensemble, tempo);
        await using var client = new PatroniClient(cluster.Ports);
        await client.CreateAsync(run.Ending);
        var writes = new WriteStream(client.TryInsertAsync);
        await new LossRounds(run, Name, Figures, writes).RunAsync(
            rounds,
            async () =>
            {
                var primary = await cluster.WholeAsync();
                return primary.KillServer;
            },
            cluster.WholeAsync);
        var found = await client.CountAsync(run.Ending);
        if (found < writes.Sent - writes.Failed)
            throw new BenchException($"{Name} acknowledged {writes.Sent - writes.Failed} writes and holds {found}");
    }
}
