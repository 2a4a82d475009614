using Capstan.RabbitMq.Connecting;
using Capstan.RabbitMq.Tests.Rig;
using Capstan.Testing.Servers;

namespace Capstan.RabbitMq.Tests.Connecting;

public sealed class SilentBrokerTest(SharedBroker broker) : BrokerTest(broker)
{
    /// <summary>The client's own timer, on its way to close a connection that is cut meanwhile, would end this very process.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Freeze_ManyConnections_EndsThemAndNothingElse()
    {
        await using var proxy = new FaultProxy(Settings.Broker.Hosts[0].Port);
        Settings = Settings with { Session = TimeSpan.FromSeconds(4) };
        Use(proxy);
        var links = new List<BrokerLink>();
        for (var i = 0; i < 24; i++)
        {
            links.Add(await LinkAsync());
            await links[i].OpenAsync(hasConfirms: true, Token);
            await links[i].OpenAsync(hasConfirms: false, Token);
        }

        proxy.Freeze();
        var reasons = await Task.WhenAll(links.Select(link => link.Lost.WaitAsync(Token)));
        Assert.All(reasons, reason => Assert.Equal("The connection to the broker was lost: the broker has fallen silent.", reason));
    }
}
