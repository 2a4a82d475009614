using Capstan.Database.Engines;
using Capstan.RabbitMq.Connecting;
using Capstan.RabbitMq.Tests.Rig;

namespace Capstan.RabbitMq.Tests.Connecting;

public sealed class TopologyTest(SharedBroker broker) : BrokerTest(broker)
{
    [Fact(Timeout = Deadline)]
    public async Task Start_EmptyVirtualHost_MakesTheQueues()
    {
        await using (var front = await FrontAsync())
            Assert.Equal("", front.Read().Trouble);
        var queues = await QueuesAsync();
        Assert.All([QueueNames.Writes, QueueNames.Dead, QueueNames.Reads, QueueNames.Log], name => Assert.Contains($"{name}\t", queues));
        Assert.Contains("at-least-once", queues);
        // The broker deletes it some time after the connection was closed.
        while (queues.Contains(QueueNames.Responses))
            queues = await QueuesAsync();
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("3.10.8", false)]
    [InlineData("4.2.5", false)]
    [InlineData("4.3.0", true)]
    [InlineData("5.0", true)]
    public void IsDurable_Reads_FromTheFirstBrokerThatMakesNoOther(string? version, bool isDurable)
    {
        var broker = version is null ? null : Version.Parse(version);
        Assert.Equal(isDurable, Topology.IsDurable(QueueNames.Reads, broker));
        Assert.All(Topology.All.Except([QueueNames.Reads]), queue => Assert.True(Topology.IsDurable(queue, broker)));
    }

    /// <summary>A broker that makes no queue that is neither durable nor exclusive gets <c>readQ</c> as it wants it, and all is as on others.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Start_BrokerThatMakesDurableQueuesAlone_ReadsAreAnswered()
    {
        var older = Settings;
        var way = Keep(new OtherVersion(Server.Address, "4.3."));
        Settings = Settings with { Broker = Settings.Broker with { Hosts = [way.Address] } };
        Assert.Empty(await BrokerCheck.ProbeAsync(Settings, TimeSpan.FromSeconds(20), Token));
        var front = await FrontAsync();
        var queues = await Server.CtlAsync("list_queues", "-p", Settings.Broker.VirtualHost, "name", "durable", "--no-table-headers");
        Assert.Contains($"{QueueNames.Reads}\ttrue", queues, StringComparison.Ordinal);
        var worker = await JoinAsync(0, new Duties().Serve());
        Serve(token => Requests.ServeReadsAsync(worker, _ => Requests.Ok("served"), token));
        Assert.Equal("served", (await front.ReadAsync(Requests.Read(), Token)).Text());
        Assert.Empty(await BrokerCheck.ProbeAsync(Settings, TimeSpan.FromSeconds(20), Token));
        var fault = Assert.Single(await BrokerCheck.ProbeAsync(older, TimeSpan.FromSeconds(20), Token));
        Assert.Contains($"'{QueueNames.Reads}' in virtual host '{older.Broker.VirtualHost}' exists with durable = true; this database needs false", fault.What, StringComparison.Ordinal);
    }

    private Task<string> QueuesAsync() =>
        Server.CtlAsync("list_queues", "-p", Settings.Broker.VirtualHost, "name", "type", "arguments", "--no-table-headers");

    [Fact(Timeout = Deadline)]
    public async Task Start_AgainOnTheSameQueues_IsFine()
    {
        await using (await FrontAsync())
        {
        }

        await FrontAsync();
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_QueueWithAnotherArgument_NamesQueueArgumentBothValuesAndTheRemedy()
    {
        await DeclareAsync();
        Settings = Settings with { QueueLimit = 77 };
        var fault = await Assert.ThrowsAsync<EngineException>(() => FrontAsync());
        Assert.All([QueueNames.Writes, "x-max-length", "10000", "77", "delete_queue"], part => Assert.Contains(part, fault.Message));
        var check = Assert.Single(await BrokerCheck.ProbeAsync(Settings, TimeSpan.FromSeconds(20), Token));
        Assert.Equal((fault.Message, false), (check.Text, check.IsHint));
    }

    /// <summary>What is there and as it should be stays as it is, with what is in it.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Probe_QueuesAreThere_IsEmptyAndLeavesThem()
    {
        await DeclareAsync();
        var queues = await QueuesAsync();
        Assert.Empty(await BrokerCheck.ProbeAsync(Settings, TimeSpan.FromSeconds(20), Token));
        Assert.Equal(queues.Split('\n').Order(), (await QueuesAsync()).Split('\n').Order());
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_QueueOfSomebodyElseInTheWay_NamesItAndTheRemedy()
    {
        var channel = await (await LinkAsync()).OpenAsync(hasConfirms: false, Token);
        await channel.QueueDeclareAsync(QueueNames.Log, durable: true, exclusive: false, autoDelete: false, cancellationToken: Token);
        var fault = await Assert.ThrowsAsync<EngineException>(() => FrontAsync());
        Assert.All([QueueNames.Log, "with x-", "= none", "delete_queue"], part => Assert.Contains(part, fault.Message));
    }

    /// <summary>As one whose node is down, on brokers that wait for that.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Probe_QueueDoesNotAnswer_IsNamed()
    {
        await DeclareAsync();
        await Server.EvalAsync(
            $"{{ok, Q}} = rabbit_amqqueue:lookup(rabbit_misc:r(<<\"{Settings.Broker.VirtualHost}\">>, queue, <<\"{QueueNames.Reads}\">>)), sys:suspend(amqqueue:get_pid(Q)).");
        var check = Assert.Single(await BrokerCheck.ProbeAsync(Settings, TimeSpan.FromSeconds(20), Token));
        Assert.StartsWith($"Queue '{QueueNames.Reads}' of the broker at {Server.Address} does not answer", check.What, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_RightIsMissing_NamesItAndTheRemedy()
    {
        Settings = Settings with { Broker = await Server.AddUserAsync(Settings.Broker, $"poor{Settings.Broker.VirtualHost}", "^$", ".*", ".*") };
        var fault = await Assert.ThrowsAsync<EngineException>(() => FrontAsync());
        Assert.All(["poor", "configure", "set_permissions"], part => Assert.Contains(part, fault.Message));
        var check = Assert.Single(await BrokerCheck.ProbeAsync(Settings, TimeSpan.FromSeconds(20), Token));
        Assert.Contains("configure", check.What);
        Assert.Contains("set_permissions", check.Remedy);
    }

    /// <summary>The rights that a database needs, and no more.</summary>
    [Theory(Timeout = Deadline)]
    [InlineData(@"readQ|writeQ|writeQ\.dead|syncQ|responseQ.*", null)]
    [InlineData(@"readQ|writeQ|writeQ\.dead|responseQ.*", "syncQ")]
    public async Task Probe_RightsOfItsOwnQueuesAlone_AreEnough(string queues, string? lacks)
    {
        var spec = await Server.AddUserAsync(Settings.Broker, $"own{Settings.Broker.VirtualHost}{lacks}", $"^({queues})$", $@"^(amq\.default|{queues})$", $"^({queues})$");
        var faults = await BrokerCheck.ProbeAsync(Settings with { Broker = spec }, TimeSpan.FromSeconds(20), Token);
        Assert.Equal(lacks is null ? 0 : 1, faults.Count);
        Assert.All(faults, fault => Assert.Contains($"queue '{lacks}'", fault.What));
        Assert.Equal(QueueNames.Dead, await Topology.MissingAsync(await LinkAsync(), Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task Probe_MayNotWrite_IsTold()
    {
        var spec = await Server.AddUserAsync(Settings.Broker, $"reader{Settings.Broker.VirtualHost}", ".*", "^writeQ", ".*");
        var check = Assert.Single(await BrokerCheck.ProbeAsync(Settings with { Broker = spec }, TimeSpan.FromSeconds(20), Token));
        Assert.Contains("write", check.What);
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_WrongPassword_IsTold()
    {
        Settings = Settings with { Broker = Settings.Broker with { Password = "wrong" } };
        var fault = await Assert.ThrowsAsync<EngineException>(() => FrontAsync());
        Assert.Contains("'guest'", fault.Message);
        Assert.Contains("guest", Assert.Single(await BrokerCheck.ProbeAsync(Settings, TimeSpan.FromSeconds(20), Token)).What);
        await Assert.ThrowsAsync<EngineException>(() => JoinAsync(0));
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_NoSuchVirtualHost_IsTold()
    {
        Settings = Settings with { Broker = Settings.Broker with { VirtualHost = "nowhere" } };
        var fault = await Assert.ThrowsAsync<EngineException>(() => FrontAsync());
        Assert.Contains("add_vhost nowhere", fault.Message);
        Assert.Contains("nowhere", Assert.Single(await BrokerCheck.ProbeAsync(Settings, TimeSpan.FromSeconds(20), Token)).What);
    }

    [Fact(Timeout = Deadline)]
    public async Task Probe_AllIsWell_IsEmptyAndLeavesNothing()
    {
        Assert.Empty(await BrokerCheck.ProbeAsync(Settings, TimeSpan.FromSeconds(20), Token));
        Assert.Equal("", await Server.CtlAsync("list_queues", "-p", Settings.Broker.VirtualHost, "name", "--no-table-headers"));
    }

    [Fact(Timeout = Deadline)]
    public async Task Connect_BeforeTheFront_WaitsForTheQueues()
    {
        var joining = JoinAsync(0);
        await FrontAsync();
        await joining;
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_SecondFront_HasAnswersOfItsOwn()
    {
        Settings = Settings with { Session = TimeSpan.FromSeconds(1) };
        var first = await FrontAsync();
        var second = await FrontAsync();
        await EchoingLeaderAsync();
        Assert.Equal("a", (await first.WriteAsync(Requests.Write("a"), Token)).Text());
        Assert.Equal("b", (await second.WriteAsync(Requests.Write("b"), Token)).Text());
    }
}
