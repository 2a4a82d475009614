using Capstan.Bench.Databases.Loads;

namespace Capstan.Bench.Databases.Broker;

/// <summary>Capstan on the broker and on ZooKeeper: one leader and one follower; the broker's CPU time counts as its own.</summary>
internal sealed class BrokeredCapstan : ILoadedSystem
{
    private readonly CapstanSystem _capstan;

    private BrokeredCapstan(CapstanSystem capstan, RabbitNode broker)
    {
        _capstan = capstan;
        Loads = [.. capstan.Loads.Select(load => load with { RunAsync = (connections, seconds) => RunAsync(load, broker, connections, seconds) })];
    }

    public IReadOnlyList<Load> Loads { get; }

    /// <summary>Starts it on a virtual host of its own and puts the rows in.</summary>
    public static async Task<BrokeredCapstan> StartAsync(BenchRun run, BrokerServers servers) =>
        new(await CapstanSystem.StartAsync(run, await servers.NewDatabaseAsync()), servers.Broker);

    /// <summary>One sentence: the SQLite of its workers and the disk below.</summary>
    public Task<string> DescribeAsync() => _capstan.DescribeAsync();

    public Task CheckAsync() => _capstan.CheckAsync();

    public ValueTask DisposeAsync() => _capstan.DisposeAsync();

    private static async Task<LoadResult> RunAsync(Load load, RabbitNode broker, int connections, int seconds)
    {
        var before = broker.CpuSeconds;
        var result = await load.RunAsync(connections, seconds);
        var used = broker.CpuSeconds - before;
        var (all, controller, leader, followers) = (result.ServerCpu[0], result.ServerCpu[1], result.ServerCpu[2], result.ServerCpu[3]);
        return result with { ServerCpu = [all + used, controller, leader + followers, used] };
    }
}
