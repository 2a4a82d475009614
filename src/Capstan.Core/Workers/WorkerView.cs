using Capstan.Core.Replicas;

namespace Capstan.Core.Workers;

/// <summary>One worker as the planner sees it.</summary>
public sealed record WorkerView
{
    /// <summary>Its identity.</summary>
    public required ReplicaId Id { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required ReplicaState State { get; init; }

    /// <summary>When it entered that state.</summary>
    public required TimeSpan Since { get; init; }

    /// <summary>Whether its program runs.</summary>
    public bool IsAlive { get; init; } = true;

    /// <summary>How its engine sees it; null while it is no member.</summary>
    public WorkerSighting? Sighting { get; init; }

    /// <summary>Whether it has ever been a member.</summary>
    public bool WasSeen { get; init; }

    /// <summary>When it was last a member; its start when it never was.</summary>
    public required TimeSpan LastSeen { get; init; }

    /// <summary>When what it reports last changed; its start when it has reported nothing.</summary>
    public required TimeSpan LastProgress { get; init; }

    /// <summary>What the runtime said of its end, for reasons.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Whether it serves now.</summary>
    public bool IsServing => IsAlive && State == ReplicaState.Ready && Sighting is { IsReady: true };
}
