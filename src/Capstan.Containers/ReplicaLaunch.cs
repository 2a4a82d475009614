using Capstan.Core.Replicas;
using Capstan.Core.Stacks;

namespace Capstan.Containers;

/// <summary>All that a runtime needs to start one replica.</summary>
public sealed record ReplicaLaunch
{
    /// <summary>Identity of the new replica.</summary>
    public required ReplicaId Id { get; init; }

    /// <summary>What it is made from.</summary>
    public required ReplicaTemplate Template { get; init; }

    /// <summary>Hash of <see cref="Template"/>, kept with the replica.</summary>
    public required string SpecHash { get; init; }

    /// <summary>Host port that it must answer on; 0 for a program that nobody connects to.</summary>
    public required int Port { get; init; }

    /// <summary>Address that the port is published on.</summary>
    public required string Publish { get; init; }

    /// <summary>What it keeps and is given; null for a replica of a service. Docker runtime only.</summary>
    public ReplicaData? Data { get; init; }
}
