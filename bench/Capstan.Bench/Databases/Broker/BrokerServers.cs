namespace Capstan.Bench.Databases.Broker;

/// <summary>One broker and one ZooKeeper server, on which every system of a part has its turns.</summary>
internal sealed class BrokerServers : IAsyncDisposable
{
    private readonly BenchRun _run;
    private int _hosts;

    private BrokerServers(BenchRun run, RabbitNode broker, ZooKeeperNode ensemble) => (_run, Broker, Ensemble) = (run, broker, ensemble);

    public RabbitNode Broker { get; }

    public ZooKeeperNode Ensemble { get; }

    /// <summary>Starts both.</summary>
    /// <param name="run">The run.</param>
    /// <param name="host">Address of this machine that they listen on.</param>
    public static async Task<BrokerServers> StartAsync(BenchRun run, string host = "127.0.0.1")
    {
        var broker = await RabbitNode.StartAsync(run, host);
        try
        {
            return new BrokerServers(run, broker, await ZooKeeperNode.StartAsync(run, host));
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>A virtual host that nobody has used.</summary>
    public Task<string> NewHostAsync() => Broker.HostAsync($"turn{++_hosts}");

    /// <summary>Settings of a database that is to run on both: a virtual host and a node of its own.</summary>
    public async Task<IReadOnlyList<string>> NewDatabaseAsync()
    {
        var host = await NewHostAsync();
        _run.Say($"a new database on {host}");
        return [$"queues={host}", $"membership=zookeeper://{Ensemble.Host}:{Ensemble.Port}/turn{_hosts}"];
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        await Ensemble.DisposeAsync();
    }
}
