using Capstan.Bench.Databases.Loads;

namespace Capstan.Bench.Databases.Broker;

/// <summary>
/// Reads and writes a second over one broker: Capstan's, and the textbook's, which has a message for each request. One system runs at a
/// time, on a virtual host of its own, and the rounds go through all of them.
/// </summary>
internal static class BrokerLoadBench
{
    // As RabbitMQ's own tutorial has it, and enough for the server never to wait for the broker.
    private const int TutorialPrefetch = 1;
    private const int WidePrefetch = 100;

    private static readonly int[] Connections = [1, 64, 512];

    /// <summary>Measures; the tables.</summary>
    public static async Task<string> RunAsync(BenchRun run)
    {
        var rounds = run.IsQuick ? 1 : 3;
        var seconds = run.IsQuick ? 1 : 2;
        var rows = new List<LoadRow>();
        var facts = "";
        await using var servers = await BrokerServers.StartAsync(run);
        for (var round = 1; round <= rounds; round++)
        {
            run.Say($"round {round} of {rounds}");
            await using (var capstan = await BrokeredCapstan.StartAsync(run, servers))
            {
                await MeasureAsync(run, capstan, rows, seconds);
                facts = await capstan.DescribeAsync();
            }

            await using (var plain = await PlainRpcSystem.StartAsync(run, servers, BrokerTables.Plain, TutorialPrefetch))
                await MeasureAsync(run, plain, rows, seconds);
            await using (var wide = await PlainRpcSystem.StartAsync(run, servers, $"{BrokerTables.Plain}, prefetch {WidePrefetch}", WidePrefetch))
                await MeasureAsync(run, wide, rows, seconds);
        }

        return $"{facts} {rounds} × {seconds} s for each row: median (least–most).\n\n{BrokerTables.Of(rows)}";
    }

    private static async Task MeasureAsync(BenchRun run, ILoadedSystem system, List<LoadRow> rows, int seconds)
    {
        await WarmUp.RunAsync(run, system);
        foreach (var load in system.Loads)
        {
            foreach (var connections in Connections)
                await LoadRow.MeasureAsync(run, rows, load, connections, seconds);
        }

        await system.CheckAsync();
    }
}
