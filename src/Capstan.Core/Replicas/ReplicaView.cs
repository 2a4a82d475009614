using Capstan.Core.Health;

namespace Capstan.Core.Replicas;

/// <summary>One replica as the planner sees it.</summary>
public sealed record ReplicaView
{
    /// <summary>Its identity.</summary>
    public required ReplicaId Id { get; init; }

    /// <summary>Hash of the template it was made from.</summary>
    public required string Hash { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required ReplicaState State { get; init; }

    /// <summary>When it entered that state.</summary>
    public required TimeSpan Since { get; init; }

    /// <summary>Whether its program runs.</summary>
    public bool IsAlive { get; init; } = true;

    /// <summary>What its checks say.</summary>
    public required HealthVerdict Health { get; init; }

    /// <summary>Whether its last check had no answer at all: a program that hangs is not waited for.</summary>
    public bool IsHung { get; init; }

    /// <summary>Requests with it now.</summary>
    public int InFlight { get; init; }

    /// <summary>What the last check or the runtime said, for reasons.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Whether it can take requests.</summary>
    public bool IsServing => IsAlive && State is (ReplicaState.Warming or ReplicaState.Ready);
}
