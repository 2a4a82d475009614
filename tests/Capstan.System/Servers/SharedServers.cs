using Capstan.Testing.Servers;

namespace Capstan.SystemTests.Servers;

/// <summary>
/// One broker and one ZooKeeper server for all cases of this program, since a broker takes seconds to start; each case has a virtual host
/// and a node of its own. Started by the first case that asks.
/// </summary>
public sealed class SharedServers : IAsyncDisposable
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static BrokerServer? _broker;
    private static ZooKeeperServer? _ensemble;

    /// <summary>Both, running.</summary>
    internal static async Task<(BrokerServer Broker, ZooKeeperServer Ensemble)> TakeAsync(CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        try
        {
            _broker ??= await BrokerServer.StartAsync();
            _ensemble ??= await ZooKeeperServer.StartNewAsync(cancellationToken);
            return (_broker, _ensemble);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>The next case gets new ones: these are in no state that another case could begin from.</summary>
    internal static async Task ForgetAsync()
    {
        if (_broker is not null)
            await _broker.DisposeAsync();
        if (_ensemble is not null)
            await _ensemble.DisposeAsync();
        (_broker, _ensemble) = (null, null);
    }

    public async ValueTask DisposeAsync() => await ForgetAsync();
}
