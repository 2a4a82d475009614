using System.Globalization;
using System.Net;
using Capstan.Core.Stacks;
using Capstan.SystemTests.Deploy;
using Capstan.Testing.Servers;

namespace Capstan.SystemTests.Servers;

/// <summary>The broker and the ensemble below one database, with all that a test does to them.</summary>
internal sealed class ServersUnderTest : IAsyncDisposable
{
    private const string Everything = ".*";

    private static int _count;

    private readonly IReadOnlyList<Link> _brokerLinks = [];
    private readonly IReadOnlyList<Link> _ensembleLinks = [];
    private readonly IPAddress _address;
    private readonly Func<ValueTask> _end;
    private readonly BrokerSpec _spec;

    private ServersUnderTest(
        BrokerSpec spec, IReadOnlyList<BrokerServer> brokers, IReadOnlyList<ZooKeeperServer> ensemble, ServersPlan plan, Engine engine, Func<ValueTask> end)
    {
        (_spec, Brokers, Ensemble, _end) = (spec, brokers, ensemble, end);
        Node = string.Create(CultureInfo.InvariantCulture, $"/case{Interlocked.Increment(ref _count)}");
        _address = AddressFor(engine);
        // Servers listen on loopback, so there is no other way to them for a container.
        if (!plan.IsLinked && engine != Engine.Containers)
            return;
        _brokerLinks = [.. brokers.Select(broker => new Link(_address, broker.Address.Port))];
        _ensembleLinks = [.. ensemble.Select(server => new Link(_address, server.Port))];
    }

    /// <summary>The broker's nodes; one, but for a cluster.</summary>
    public IReadOnlyList<BrokerServer> Brokers { get; }

    /// <summary>The ensemble's servers; one, but for a cluster.</summary>
    public IReadOnlyList<ZooKeeperServer> Ensemble { get; }

    public BrokerServer Broker => Brokers[0];

    /// <summary>Where the queues and the log are.</summary>
    public string VirtualHost => _spec.VirtualHost;

    /// <summary>By which the broker knows the database's user.</summary>
    public string Password => _spec.Password;

    /// <summary>The node under which everything of the database is.</summary>
    public string Node { get; }

    /// <summary>Whether nobody can use these servers after this case.</summary>
    public bool IsSpent { get; private set; }

    /// <summary>The processes' way to the broker.</summary>
    public Link BrokerLink => _brokerLinks is [var link] ? link : throw new InvalidOperationException("The plan has not one link.");

    /// <summary>The processes' way to the ensemble.</summary>
    public Link EnsembleLink => _ensembleLinks is [var link] ? link : throw new InvalidOperationException("The plan has not one link.");

    /// <summary>Keys of the database in the stack file.</summary>
    public IReadOnlyList<string> Keys =>
    [
        $"queues: amqp://{Login}{Hosts(_brokerLinks, Brokers.Select(broker => broker.Address.Port))}/{VirtualHost}",
        $"membership: zookeeper://{Hosts(_ensembleLinks, Ensemble.Select(server => server.Port))}{Node}",
    ];

    /// <summary>Takes servers, with a virtual host and a node that nobody has used; skips the test where there can be none.</summary>
    public static async Task<ServersUnderTest> TakeAsync(ServersPlan plan, Engine engine)
    {
        Assert.SkipUnless(BrokerServer.Missing is null, BrokerServer.Missing ?? "");
        Assert.SkipUnless(ZooKeeperServer.Lack is null, ZooKeeperServer.Lack ?? "");
        if (plan.IsCluster)
            return await ClusterAsync(plan, engine);
        var (broker, ensemble) = await SharedServers.TakeAsync(TestContext.Current.CancellationToken);
        var spec = await LetInAsync(plan, engine, broker, await broker.NewVhostAsync());
        ServersUnderTest? servers = null;
        return servers = new ServersUnderTest(
            spec, [broker], [ensemble], plan, engine, () => servers!.IsSpent ? new ValueTask(SharedServers.ForgetAsync()) : ValueTask.CompletedTask);
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
        if (Login.Length > 0)
            await Broker.AddUserAsync(_spec, _spec.User, Everything, Everything, Everything);
        else
            await Broker.CtlAsync("set_permissions", "-p", VirtualHost, _spec.User, Everything, Everything, Everything);
    }

    /// <summary>The broker itself says good-bye to everybody, the front included.</summary>
    public Task DropAllAsync() => Broker.CtlAsync("close_all_connections", "--vhost", VirtualHost, "the test wants it");

    /// <summary>Everything that the broker keeps.</summary>
    public string BrokerFolder => Path.GetDirectoryName(Path.GetDirectoryName(Broker.LogFile))!;

    /// <summary>Messages of writes that are with no worker.</summary>
    public async Task<int> WaitingWritesAsync() => int.Parse(
        await Broker.EvalAsync(
            $$"""{ok, Queue} = rabbit_amqqueue:lookup(rabbit_misc:r(<<"{{VirtualHost}}">>, queue, <<"writeQ">>)), {ok, Ready, _} = rabbit_amqqueue:stat(Queue), Ready."""),
        CultureInfo.InvariantCulture);

    /// <summary>Closes the leader's session as somebody else, who has its id and its password.</summary>
    public Task ExpireLeaderAsync() => LeaderSession.EndAsync(Ensemble[0].Address, $"{Node}/master", TestContext.Current.CancellationToken);

    /// <summary>The broker has no memory, or no disk, left, or has again.</summary>
    public Task AlarmAsync(string kind, bool isOn) => kind == "memory" ? Broker.SetMemoryAlarmAsync(isOn) : Broker.SetDiskAlarmAsync(isOn);

    public async ValueTask DisposeAsync()
    {
        foreach (var link in _brokerLinks.Concat(_ensembleLinks))
            await link.DisposeAsync();
        await _end();
    }

    private static async Task<ServersUnderTest> ClusterAsync(ServersPlan plan, Engine engine)
    {
        var brokers = await BrokerCluster.StartAsync();
        var ensemble = await ZooKeeperEnsemble.StartAsync(TestContext.Current.CancellationToken);
        var spec = await LetInAsync(plan, engine, brokers.Nodes[0], await brokers.NewVhostAsync());
        return new ServersUnderTest(spec, brokers.Nodes, ensemble.Servers, plan, engine, async () =>
        {
            await brokers.DisposeAsync();
            await ensemble.DisposeAsync();
        });
    }

    private static IPAddress AddressFor(Engine engine) => engine == Engine.Containers ? IPAddress.Parse(ServerContainers.Bridge) : IPAddress.Loopback;

    // A stack file may name the user that everybody has for a broker of its own machine alone.
    private static async Task<BrokerSpec> LetInAsync(ServersPlan plan, Engine engine, BrokerServer broker, BrokerSpec spec) =>
        engine == Engine.Containers || plan.HasPassword ? await broker.AddUserAsync(spec, $"user-of-{spec.VirtualHost}", Everything, Everything, Everything) : spec;

    private string Login => _spec.User == "guest" ? "" : $"{_spec.User}:{_spec.Password}@";

    private string Hosts(IReadOnlyList<Link> links, IEnumerable<int> ports) =>
        string.Join(',', (links.Count > 0 ? links.Select(link => link.Port) : ports).Select(port => string.Create(CultureInfo.InvariantCulture, $"{_address}:{port}")));
}
