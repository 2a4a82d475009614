using Capstan.Core.Stacks;
using Capstan.Database.Engines;
using Capstan.RabbitMq.Tests.Rig;

namespace Capstan.RabbitMq.Tests.Connecting;

public sealed class BrokerConnectorTest(SharedBroker broker) : BrokerTest(broker)
{
    /// <summary>It did not say that name or password are wrong.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Connect_BrokerHangsUpDuringTheLogin_MayGoBetterNextTime()
    {
        await using var ending = new HangingUpBroker();
        Use(ending.Address);
        var fault = await Assert.ThrowsAsync<IOException>(() => LinkAsync());
        Assert.Contains($"{ending.Address}", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, ending.Logins);
    }

    /// <summary>The client itself would read the half of a frame again and again, on a core of its own, until its patience is at its end and after.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Connect_BrokerHangsUpWithinAFrame_IsItsEnd()
    {
        // Of a method that is twelve bytes long.
        await using var ending = new HangingUpBroker(1, 0, 0, 0, 0, 0, 12, 0, 10);
        Use(ending.Address);
        var fault = await Assert.ThrowsAsync<IOException>(() => LinkAsync());
        Assert.Contains("the broker closed the connection", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, ending.Logins);
    }

    [Fact(Timeout = Deadline)]
    public async Task Connect_FirstNodeHangsUpDuringTheLogin_TheNextIsTried()
    {
        await using var ending = new HangingUpBroker();
        Use(ending.Address, Server.Address);
        Assert.Equal($"{Server.Address}", (await LinkAsync()).Host);
        Assert.Equal(1, ending.Logins);
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_BrokerIsTooOld_NamesBothVersions()
    {
        var old = Keep(new OtherVersion(Server.Address, "3.9."));
        Use(old.Address);
        var fault = await Assert.ThrowsAsync<EngineException>(() => FrontAsync());
        Assert.All([$"{old.Address} is RabbitMQ 3.9.", "came with 3.10"], part => Assert.Contains(part, fault.Message, StringComparison.Ordinal));
        Assert.Equal(fault.Message, Assert.Single(await BrokerCheck.ProbeAsync(Settings, TimeSpan.FromSeconds(20), Token)).Text);
        await Assert.ThrowsAsync<EngineException>(() => JoinAsync(0));
    }

    /// <summary>The broker says so in words alone: the code is that of a missing right.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Start_AsManyConnectionsAsThereMayBe_WaitsForRoom()
    {
        await Server.CtlAsync("set_vhost_limits", "-p", Settings.Broker.VirtualHost, "{\"max-connections\":0}");
        var fault = Assert.Single(await BrokerCheck.ProbeAsync(Settings, TimeSpan.FromSeconds(20), Token));
        Assert.Contains("connection limit", fault.What, StringComparison.Ordinal);
        Assert.DoesNotContain("set_permissions", fault.Remedy, StringComparison.Ordinal);
        var starting = FrontAsync();
        await Server.CtlAsync("clear_vhost_limits", "-p", Settings.Broker.VirtualHost);
        await starting;
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_UserWithoutRightsThere_NamesTheRemedy()
    {
        var stranger = $"stranger{Settings.Broker.VirtualHost}";
        await Server.CtlAsync("add_user", stranger, "secret");
        Settings = Settings with { Broker = Settings.Broker with { User = stranger, Password = "secret" } };
        var fault = await Assert.ThrowsAsync<EngineException>(() => FrontAsync());
        Assert.All(["lacks the right to connect", "set_permissions"], part => Assert.Contains(part, fault.Message, StringComparison.Ordinal));
    }

    /// <summary>A name may take longer to resolve than everything together may take, and then be known all the same.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Connect_NameResolvesTooLate_LeavesNoConnection()
    {
        var token = Token;
        using var known = new ManualResetEventSlim();
        using var isOver = new ManualResetEventSlim();
        var host = new HostPort("localhost", Server.Address.Port);
        var settings = Settings;
        Settings = Settings with
        {
            Broker = Settings.Broker with { Hosts = [host] },
            Time = new TimerTime((due, period) =>
            {
                if (period == Timeout.InfiniteTimeSpan)
                {
                    known.Wait(token);
                    return TimeSpan.Zero;
                }

                // The watch of the socket, which is made when the name is known.
                known.Set();
                isOver.Wait(token);
                return due;
            }),
        };
        await Assert.ThrowsAsync<IOException>(() => LinkAsync());
        isOver.Set();
        Settings = settings;
        await LinkAsync();
        var connections = await Server.CtlAsync("list_connections", "vhost", "--no-table-headers");
        Assert.Single(connections.Split('\n', StringSplitOptions.TrimEntries), vhost => vhost == Settings.Broker.VirtualHost);
    }
}
