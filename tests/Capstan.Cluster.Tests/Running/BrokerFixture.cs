using Capstan.RabbitMq;
using Capstan.Testing.Servers;

namespace Capstan.Cluster.Tests.Running;

/// <summary>One broker for the tests of this program that need one, started by the first; each has a virtual host of its own.</summary>
public sealed class BrokerFixture : IAsyncDisposable
{
    private readonly Lazy<Task<BrokerServer>> _server = new(BrokerServer.StartAsync);

    /// <summary>Settings with a virtual host of its own. Skips the test where no broker can run.</summary>
    public async Task<BrokerSettings> SettingsAsync()
    {
        Assert.SkipWhen(BrokerServer.Missing is not null, BrokerServer.Missing ?? "");
        return new BrokerSettings { Broker = await (await _server.Value).NewVhostAsync(), Session = ClusterLab.Session };
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
            await (await _server.Value).DisposeAsync();
    }
}
