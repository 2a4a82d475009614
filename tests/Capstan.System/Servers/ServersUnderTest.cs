using System.Globalization;
using Capstan.Core.Stacks;
using Capstan.Testing.Servers;

namespace Capstan.SystemTests.Servers;

/// <summary>The broker and the ensemble below one database, with all that a test does to them.</summary>
internal sealed class ServersUnderTest : IAsyncDisposable
{
    private static int _count;

    private readonly Link? _brokerLink;
    private readonly Link? _ensembleLink;
    private readonly Func<ValueTask> _end;
    private readonly BrokerSpec _spec;

    private ServersUnderTest(BrokerSpec spec, IReadOnlyList<BrokerServer> brokers, IReadOnlyList<ZooKeeperServer> ensemble, ServersPlan plan, Func<ValueTask> end)
    {
        (_spec, Brokers, Ensemble, _end) = (spec, brokers, ensemble, end);
        Node = string.Create(CultureInfo.InvariantCulture, $"/case{Interlocked.Increment(ref _count)}");
        if (plan.IsLinked)
            (_brokerLink, _ensembleLink) = (new Link(brokers[0].Address.Port), new Link(ensemble[0].Port));
    }

    /// <summary>The broker's nodes; one, but for a cluster.</summary>
    public IReadOnlyList<BrokerServer> Brokers { get; }

    /// <summary>The ensemble's servers; one, but for a cluster.</summary>
    public IReadOnlyList<ZooKeeperServer> Ensemble { get; }

    public BrokerServer Broker => Brokers[0];

    /// <summary>Where the queues and the log are.</summary>
    public string VirtualHost => _spec.VirtualHost;

    /// <summary>The node under which everything of the database is.</summary>
    public string Node { get; }

    /// <summary>Whether nobody can use these servers after this case.</summary>
    public bool IsSpent { get; private set; }

    /// <summary>The processes' way to the broker.</summary>
    public Link BrokerLink => _brokerLink ?? throw new InvalidOperationException("The plan has no links.");

    /// <summary>The processes' way to the ensemble.</summary>
    public Link EnsembleLink => _ensembleLink ?? throw new InvalidOperationException("The plan has no links.");

    /// <summary>Keys of the database in the stack file.</summary>
    public IReadOnlyList<string> Keys =>
    [
        $"queues: amqp://{Hosts(_brokerLink, Brokers.Select(broker => broker.Address.Port))}/{VirtualHost}",
        $"membership: zookeeper://{Hosts(_ensembleLink, Ensemble.Select(server => server.Port))}{Node}",
    ];

    /// <summary>Takes servers, with a virtual host and a node that nobody has used; skips the test where there can be none.</summary>
    public static async Task<ServersUnderTest> TakeAsync(ServersPlan plan)
    {
        Assert.SkipUnless(BrokerServer.Missing is null, BrokerServer.Missing ?? "");
        Assert.SkipUnless(ZooKeeperServer.Lack is null, ZooKeeperServer.Lack ?? "");
        if (plan.IsCluster)
            return await ClusterAsync(plan);
        var (broker, ensemble) = await SharedServers.TakeAsync(TestContext.Current.CancellationToken);
        ServersUnderTest? servers = null;
        return servers = new ServersUnderTest(
            await broker.NewVhostAsync(), [broker], [ensemble], plan, () => servers!.IsSpent ? new ValueTask(SharedServers.ForgetAsync()) : ValueTask.CompletedTask);
    }

    /// <summary>The ensemble ends.</summary>
    public Task StopEnsembleAsync() => Ensemble[0].KillAsync();

    /// <summary>The ensemble is there again, with what it had.</summary>
    public Task StartEnsembleAsync() => Ensemble[0].StartAsync(TestContext.Current.CancellationToken);

    /// <summary>The ensemble is there again, with nothing.</summary>
    public async Task EmptyEnsembleAsync()
    {
        await Ensemble[0].ForgetAsync();
        await StartEnsembleAsync();
    }

    /// <summary>The broker is there again, with a virtual host in which nothing is.</summary>
    public async Task EmptyBrokerAsync()
    {
        IsSpent = true;
        await Broker.KillAsync();
        Directory.Delete(Path.Combine(BrokerFolder, "data"), recursive: true);
        await Broker.StartAgainAsync();
        await Broker.CtlAsync("add_vhost", VirtualHost);
        await Broker.CtlAsync("set_permissions", "-p", VirtualHost, _spec.User, ".*", ".*", ".*");
    }

    /// <summary>Everything that the broker keeps.</summary>
    public string BrokerFolder => Path.GetDirectoryName(Path.GetDirectoryName(Broker.LogFile))!;

    /// <summary>Closes the leader's session as somebody else, who has its id and its password.</summary>
    public Task ExpireLeaderAsync() => LeaderSession.EndAsync(Ensemble[0].Address, $"{Node}/master", TestContext.Current.CancellationToken);

    /// <summary>The broker has no memory, or no disk, left, or has again.</summary>
    public Task AlarmAsync(string kind, bool isOn) => kind == "memory" ? Broker.SetMemoryAlarmAsync(isOn) : Broker.SetDiskAlarmAsync(isOn);

    public async ValueTask DisposeAsync()
    {
        if (_brokerLink is not null)
            await _brokerLink.DisposeAsync();
        if (_ensembleLink is not null)
            await _ensembleLink.DisposeAsync();
        await _end();
    }

    private static async Task<ServersUnderTest> ClusterAsync(ServersPlan plan)
    {
        var brokers = await BrokerCluster.StartAsync();
        var ensemble = await ZooKeeperEnsemble.StartAsync(TestContext.Current.CancellationToken);
        return new ServersUnderTest(await brokers.NewVhostAsync(), brokers.Nodes, ensemble.Servers, plan, async () =>
        {
            await brokers.DisposeAsync();
            await ensemble.DisposeAsync();
        });
    }

    private static string Hosts(Link? link, IEnumerable<int> ports) =>
        string.Join(',', (link is null ? ports : [link.Port]).Select(port => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")));
}
