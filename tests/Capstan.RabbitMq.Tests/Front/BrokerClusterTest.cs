using Capstan.Database.Log;
using Capstan.RabbitMq.Tests.Rig;
using Capstan.Testing.Servers;

namespace Capstan.RabbitMq.Tests.Front;

/// <summary>Three brokers that are one: any of them may go away.</summary>
[Collection(nameof(OwnBroker))]
public sealed class BrokerClusterTest : IAsyncLifetime
{
    private const int Deadline = 600_000;

    private BrokerCluster _cluster = null!;
    private BrokerSettings _settings = null!;
    private BrokerFront _front = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(BrokerServer.Missing is not null, BrokerServer.Missing ?? "");
        _cluster = await BrokerCluster.StartAsync();
        _settings = new BrokerSettings { Broker = await _cluster.NewVhostAsync(), Session = TimeSpan.FromSeconds(8) };
        _front = new BrokerFront(_settings, static () => null);
        await _front.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_front is not null)
            await _front.DisposeAsync();
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }

    [Fact(Timeout = Deadline)]
    [Trait(Rounds.Name, Rounds.Full)]
    public async Task NodesGoAndComeBack_UnderLoad_NoAnsweredWriteIsMissing()
    {
        await using var workers = Workers.Start(_settings, 3);
        await using var load = Load.Start(_front, 4, 4, TimeSpan.FromSeconds(9));
        await load.MoreAsync(100, 100, Token);
        await _cluster.Nodes[1].KillAsync();
        await load.MoreAsync(100, 100, Token);
        await _cluster.Nodes[1].StartAgainAsync();
        await _cluster.IsWholeAsync();
        foreach (var node in _cluster.Nodes)
        {
            await node.RestartAsync();
            await _cluster.IsWholeAsync();
            await load.MoreAsync(100, 100, Token);
        }

        await load.DisposeAsync();
        await using var session = await BrokerSession.ConnectAsync(_settings, Guid.NewGuid(), 9, new Duties(), Token);
        var end = await session.Log.EndAsync(Token);
        var logged = new HashSet<string>();
        await foreach (var messages in session.Log.ReadAsync(LogPosition.None, Token))
        {
            logged.UnionWith(messages.SelectMany(message => message.Records).Where(record => record.TakesLsn).Select(record => record.Request.Value));
            if (messages.Count > 0 && messages[^1].Position > end)
                break;
        }

        var lost = load.Written.Where(request => !logged.Contains(request)).ToList();
        TestContext.Current.SendDiagnosticMessage(
            $"answered {load.Written.Count}, lost {lost.Count}, refused {load.Refused.Count}, unknown {load.Unknown.Count}, longest {load.Longest.TotalSeconds:0.0} s");
        Assert.Empty(lost);
        Assert.All(load.Refused, request => Assert.DoesNotContain(request, logged));
    }
}
