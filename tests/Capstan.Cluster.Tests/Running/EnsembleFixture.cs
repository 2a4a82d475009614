using Capstan.Testing.Servers;

namespace Capstan.Cluster.Tests.Running;

/// <summary>One server for all tests of this program; each has a root of its own.</summary>
public sealed class EnsembleFixture : IAsyncLifetime
{
    private ZooKeeperServer? _server;

    public ZooKeeperServer Server
    {
        get
        {
            Assert.SkipWhen(ZooKeeperServer.Lack is not null, ZooKeeperServer.Lack ?? "");
            return _server!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (ZooKeeperServer.Lack is null)
            _server = await ZooKeeperServer.StartNewAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
