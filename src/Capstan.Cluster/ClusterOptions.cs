using Capstan.Core.Stacks;
using Capstan.Database.Worker;

namespace Capstan.Cluster;

/// <summary>Settings of one database on RabbitMQ and ZooKeeper.</summary>
public sealed record ClusterOptions
{
    /// <summary>
    /// Absolute path of the engine's own folder on this machine: addresses and credentials for workers, snapshots that they share, and what
    /// is known of the roster. Made when missing, for the owner alone.
    /// </summary>
    public required string Folder { get; init; }

    /// <summary>The broker of queues and log.</summary>
    public required BrokerSpec Broker { get; init; }

    /// <summary>The ensemble of the membership.</summary>
    public required EnsembleSpec Ensemble { get; init; }

    /// <summary>What workers are told.</summary>
    public required WorkerSettings Settings { get; init; }

    /// <summary>Most requests of each kind that wait or are being carried out. 1 or more, default 10,000.</summary>
    public int QueueLimit { get; init; } = 10_000;
}
