namespace Capstan.Gateway;

/// <summary>One place that requests of a service may go to.</summary>
public sealed record Target
{
    /// <summary>Identity: <see cref="Core.Replicas.ReplicaId"/> as text, or <c>host:port</c> of a target that runs elsewhere.</summary>
    public required string Id { get; init; }

    /// <summary>IP address or host name.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port.</summary>
    public required int Port { get; init; }

    /// <summary>What the controller thinks of it.</summary>
    public required TargetCondition Condition { get; init; }

    /// <summary>When it became ready, in ticks of the time provider's timestamp; slow start grows its share from here.</summary>
    public long ReadySince { get; init; }
}
