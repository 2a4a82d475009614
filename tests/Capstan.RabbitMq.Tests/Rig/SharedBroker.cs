using Capstan.RabbitMq.Tests.Rig;
using Capstan.Testing.Servers;

[assembly: AssemblyFixture(typeof(SharedBroker))]

namespace Capstan.RabbitMq.Tests.Rig;

/// <summary>One broker for all tests of this program that leave it running; each has a virtual host of its own.</summary>
public sealed class SharedBroker : IAsyncDisposable
{
    private readonly Lazy<Task<BrokerServer>> _server = new(BrokerServer.StartAsync);

    /// <summary>The broker. Skips the test where none can run.</summary>
    public async Task<BrokerServer> ServerAsync()
    {
        Assert.SkipWhen(BrokerServer.Missing is not null, BrokerServer.Missing ?? "");
        return await _server.Value;
    }

    /// <summary>Settings with a virtual host of its own.</summary>
    public async Task<BrokerSettings> SettingsAsync() => new() { Broker = await (await ServerAsync()).NewVhostAsync(), Session = TimeSpan.FromSeconds(8) };

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
            await (await _server.Value).DisposeAsync();
    }
}
