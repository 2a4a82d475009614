using System.Net;
using System.Net.Sockets;
using Capstan.Core.Stacks;
using Capstan.RabbitMq.Tests.Rig;
using Capstan.Testing.Runtimes;

namespace Capstan.RabbitMq.Tests.Checking;

/// <summary>What is said of nodes that do not answer.</summary>
public sealed class BrokerCheckTest(SharedBroker broker) : BrokerTest(broker)
{
    /// <summary>Far more than a broker with its queues needs, and less than the connector waits for a silent one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Fact(Timeout = Deadline)]
    public async Task Probe_NobodyListens_IsTold()
    {
        var nowhere = new HostPort("127.0.0.1", LocalPorts.Free());
        var fault = Assert.Single(await ProbeAsync(TimeSpan.FromSeconds(20), nowhere));
        Assert.Contains($"No broker answers at {nowhere}", fault.What, StringComparison.Ordinal);
        Assert.False(fault.IsHint);
    }

    /// <summary>Something that accepts and then says nothing holds nobody up for longer than it may.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Probe_SilentListener_EndsInTime()
    {
        using var silent = LocalPorts.Occupy(0);
        var fault = Assert.Single(await ProbeAsync(TimeSpan.FromSeconds(1), Address(silent)));
        Assert.Contains("within 1 s", fault.What, StringComparison.Ordinal);
        Assert.False(fault.IsHint);
    }

    /// <summary>A silent node takes no time from the others, and the database does without it.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Probe_SilentNodeBesideOneThatIsWell_IsAHintAndNamesTheSilentOneAlone()
    {
        await DeclareAsync();
        using var silent = LocalPorts.Occupy(0);
        var hint = Assert.Single(await ProbeAsync(Patience, Address(silent), Server.Address));
        Assert.Contains($"{Address(silent)}", hint.What, StringComparison.Ordinal);
        Assert.True(hint.IsHint);
    }

    [Fact(Timeout = Deadline)]
    public async Task Probe_SilentNodeBesideOneThatRefuses_IsAFault()
    {
        using var silent = LocalPorts.Occupy(0);
        Settings = Settings with { Broker = Settings.Broker with { Password = "wrong" } };
        var faults = await ProbeAsync(Patience, Address(silent), Server.Address);
        Assert.Equal(2, faults.Count);
        Assert.DoesNotContain(faults, fault => fault.IsHint);
    }

    private static HostPort Address(Socket listener) => new("127.0.0.1", ((IPEndPoint)listener.LocalEndPoint!).Port);

    private Task<IReadOnlyList<BrokerFault>> ProbeAsync(TimeSpan patience, params HostPort[] nodes) =>
        BrokerCheck.ProbeAsync(Settings with { Broker = Settings.Broker with { Hosts = [.. nodes] } }, patience, Token);
}
