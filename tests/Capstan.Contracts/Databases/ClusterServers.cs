using Capstan.Core.Stacks;
using Capstan.Testing.Servers;

namespace Capstan.Contracts.Databases;

/// <summary>
/// One broker and one ZooKeeper server for all tests of this program, started by the first that needs them. Each test has a virtual host
/// and a root node of its own.
/// </summary>
public sealed class ClusterServers : IAsyncLifetime
{
    private static readonly SemaphoreSlim Starting = new(1);
    private static BrokerServer? _broker;
    private static ZooKeeperServer? _ensemble;

    /// <summary>Why they cannot run here; null when they can.</summary>
    public static string? Missing => BrokerServer.Missing ?? ZooKeeperServer.Lack;

    public static BrokerServer Broker => _broker!;

    /// <summary>Starts what does not run yet.</summary>
    /// <returns>A virtual host and a root node that no other test has.</returns>
    public static async Task<(BrokerSpec Broker, EnsembleSpec Ensemble)> NewAsync()
    {
        await Starting.WaitAsync();
        try
        {
            _ensemble ??= await ZooKeeperServer.StartNewAsync(CancellationToken.None);
            _broker ??= await BrokerServer.StartAsync();
        }
        finally
        {
            Starting.Release();
        }

        var ensemble = new EnsembleSpec
        {
            Hosts = [new HostPort("127.0.0.1", _ensemble.Port)],
            Path = $"/contract-{Guid.NewGuid():N}",
            User = "capstan",
            Password = "secret",
        };
        return (await _broker.NewVhostAsync(), ensemble);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
            await _broker.DisposeAsync();
        if (_ensemble is not null)
            await _ensemble.DisposeAsync();
    }
}
