using System.Security.Cryptography;
using Capstan.Cluster.Ensemble;
using Capstan.Core.Stacks;
using Capstan.RabbitMq;
using Capstan.ZooKeeper;

namespace Capstan.Cluster;

/// <summary>Looks whether the servers of a database can be used, before anything relies on them. Leaves nothing behind on them.</summary>
public static class ServersCheck
{
    /// <summary>Longest wait for one server; all are tried at once.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Tries broker and ensemble at once.</summary>
    /// <param name="spec">The database.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is wrong or worth knowing, the broker's first; empty of an embedded database.</returns>
    public static async Task<IReadOnlyList<ServerFinding>> TryAsync(DatabaseSpec spec, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (spec is not { Broker: { } broker, Ensemble: { } ensemble })
            return [];
        var queues = BrokerCheck.ProbeAsync(
            new BrokerSettings { Broker = broker, Session = spec.Session, QueueLimit = spec.QueueLimit, Time = time }, Patience, cancellationToken);
        var membership = ZooKeeperProbe.ProbeAsync(EnsembleAddress.OptionsOf(ensemble, spec.Session, time, Chance), Patience, cancellationToken);
        return
        [
            .. (await queues).Select(fault => new ServerFinding("queues", fault.What, fault.Remedy, fault.IsHint)),
            .. (await membership).Select(found => new ServerFinding("membership", found.What, found.Remedy, found.IsHint)),
        ];
    }

    /// <summary>What is wrong with an ensemble's address, whoever is there, in one sentence; null when nothing is.</summary>
    public static string? FaultOf(EnsembleSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        try
        {
            EnsembleAddress.OptionsOf(spec, ZooKeeperOptions.DefaultSessionTimeout, TimeProvider.System, Chance).Check();
            return null;
        }
        catch (ArgumentException fault)
        {
            return fault.Message;
        }
    }

    private static double Chance() => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;
}
