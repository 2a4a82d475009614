using Capstan.Testing.Servers;

namespace Capstan.RabbitMq.Tests.Rig;

/// <summary>One broker for the tests that kill, freeze and starve it; they run one after another.</summary>
[CollectionDefinition(nameof(OwnBroker), DisableParallelization = false)]
public sealed class OwnBroker : ICollectionFixture<OwnBroker.Fixture>
{
    /// <summary>The broker.</summary>
    public sealed class Fixture : IAsyncDisposable
    {
        private readonly Lazy<Task<BrokerServer>> _server = new(BrokerServer.StartAsync);

        /// <summary>The broker. Skips the test where none can run.</summary>
        public async Task<BrokerServer> ServerAsync()
        {
            Assert.SkipWhen(BrokerServer.Missing is not null, BrokerServer.Missing ?? "");
            return await _server.Value;
        }

        public async ValueTask DisposeAsync()
        {
            if (_server.IsValueCreated)
                await (await _server.Value).DisposeAsync();
        }
    }
}
