using Capstan.Core.Stacks;

namespace Capstan.Testing.Servers;

/// <summary>Three brokers that are one.</summary>
public sealed class BrokerCluster : IAsyncDisposable
{
    private BrokerCluster(IReadOnlyList<BrokerServer> nodes) => Nodes = nodes;

    /// <summary>Its nodes.</summary>
    public IReadOnlyList<BrokerServer> Nodes { get; }

    /// <summary>Starts them and waits until they know each other.</summary>
    public static async Task<BrokerCluster> StartAsync()
    {
        var id = Guid.NewGuid().ToString("N")[..6];
        string[] names = [$"{id}a", $"{id}b", $"{id}c"];
        var nodes = new List<BrokerServer>();
        foreach (var name in names)
            nodes.Add(BrokerServer.Of(await BrokerNode.MakeAsync(name, names)));
        // The first makes the cluster, so that the others find one to join.
        await nodes[0].StartAgainAsync();
        await Task.WhenAll(nodes.Skip(1).Select(node => node.StartAgainAsync()));
        var cluster = new BrokerCluster(nodes);
        await cluster.IsWholeAsync();
        return cluster;
    }

    /// <summary>A virtual host that no other test has, on all nodes.</summary>
    public async Task<BrokerSpec> NewVhostAsync() =>
        await Nodes[0].NewVhostAsync() with { Hosts = [.. Nodes.Select(node => node.Address)] };

    /// <summary>Waits until all nodes run and see each other.</summary>
    public async Task IsWholeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (await Nodes[0].EvalAsync("length(rabbit_nodes:all_running()).") != "3")
            await Task.Delay(200, limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
            await node.DisposeAsync();
    }
}
