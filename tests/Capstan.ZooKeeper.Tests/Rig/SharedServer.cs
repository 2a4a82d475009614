using Capstan.Testing.Servers;

namespace Capstan.ZooKeeper.Tests.Rig;

/// <summary>One real server for all tests of this program that do it no harm; started when the first of them asks for it.</summary>
public sealed class SharedServer : IAsyncDisposable
{
    private readonly Lazy<Task<ZooKeeperServer>> _server = new(() => ZooKeeperServer.StartNewAsync(CancellationToken.None));

    public Task<ZooKeeperServer> StartedAsync() => _server.Value;

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
            await (await _server.Value).DisposeAsync();
    }
}
