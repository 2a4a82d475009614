using Capstan.Bench.Databases.Loss;
using Capstan.Bench.Databases.Patroni;
using Capstan.Bench.Reports;

namespace Capstan.Bench.Databases.Broker;

/// <summary>The leader is killed under light writing: Capstan on RabbitMQ and ZooKeeper, and PostgreSQL that Patroni keeps with the same ZooKeeper.</summary>
internal static class BrokerLossBench
{
    /// <summary>Measures; the table.</summary>
    public static async Task<string> RunAsync(BenchRun run)
    {
        // A round of Patroni's with its default tempo takes half a minute.
        var (turns, rounds, peerRounds) = run.IsQuick ? (1, 3, 1) : (2, 15, 5);
        var capstan = new CapstanLoss(run, null);
        IReadOnlyList<PatroniLoss> peers = [new(run, PatroniTempo.Default), new(run, PatroniTempo.Quickest)];
        await using (var servers = await BrokerServers.StartAsync(run))
        {
            for (var turn = 0; turn < turns; turn++)
            {
                await capstan.RunAsync(rounds, await servers.NewDatabaseAsync());
                foreach (var peer in peers)
                    await peer.RunAsync(peerRounds, servers.Ensemble);
            }
        }

        return $"{capstan.Facts}\n\n{turns * rounds} rounds. Capstan: {capstan.Figures.Writes}; every acknowledged write was there afterwards, once. "
            + $"{string.Join("; ", peers.Select(peer => $"{peer.Name}, {turns * peerRounds} rounds: {peer.Figures.Writes}"))}; every acknowledged write was there afterwards.\n\n{Table(capstan, peers)}";
    }

    private static MarkdownTable Table(CapstanLoss capstan, IReadOnlyList<PatroniLoss> peers)
    {
        var table = new MarkdownTable([
            "ms after the kill", "Capstan, median", "least", "worst", .. peers.SelectMany(peer => new[] { $"{peer.Name}, median", "least", "worst", "÷ Capstan" })]);
        table.Add(["another leader elected", .. Cells(capstan.Elected), .. peers.SelectMany(_ => Enumerable.Repeat("–", 4))]);
        Add("next write acknowledged", figures => figures.Next);
        Add("everybody ready again", figures => figures.Whole);
        Add("slowest write of the round", figures => figures.Slowest);
        return table;

        void Add(string name, Func<LossFigures, Figures> of) => table.Add([
            name, .. Cells(of(capstan.Figures)),
            .. peers.SelectMany(peer => Cells(of(peer.Figures)).Append((of(peer.Figures).Median / of(capstan.Figures).Median).ToString("0.0")))]);
    }

    private static IReadOnlyList<string> Cells(Figures of) => [of.Median.ToString("0"), of.Least.ToString("0"), of.Most.ToString("0")];
}
