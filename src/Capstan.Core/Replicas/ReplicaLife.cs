namespace Capstan.Core.Replicas;

/// <summary>
/// Where a replica is in its life, and the only place where that changes. States form a ladder that only goes up; a move to the
/// state it is already in changes nothing; any other move throws.
/// </summary>
public sealed class ReplicaLife
{
    private static readonly ReplicaState[][] Moves =
    [
        /* Starting */ [ReplicaState.Warming, ReplicaState.Ready, ReplicaState.Draining, ReplicaState.Gone, ReplicaState.Failed],
        /* Warming  */ [ReplicaState.Ready, ReplicaState.Draining, ReplicaState.Gone, ReplicaState.Failed],
        /* Ready    */ [ReplicaState.Draining, ReplicaState.Gone, ReplicaState.Failed],
        /* Draining */ [ReplicaState.Gone, ReplicaState.Failed],
        /* Gone     */ [],
        /* Failed   */ [ReplicaState.Gone],
    ];

    /// <summary>A replica that was just asked to start.</summary>
    public ReplicaLife(TimeSpan now)
    {
        Started = now;
        Since = now;
    }

    /// <summary>Where it is now.</summary>
    public ReplicaState State { get; private set; } = ReplicaState.Starting;

    /// <summary>When it was asked to start, on the controller's monotonic clock.</summary>
    public TimeSpan Started { get; }

    /// <summary>When it entered <see cref="State"/>.</summary>
    public TimeSpan Since { get; private set; }

    /// <summary>When it first became able to serve; null before that.</summary>
    public TimeSpan? FirstServed { get; private set; }

    /// <summary>Whether a replica may go from one state to another.</summary>
    public static bool IsAllowed(ReplicaState from, ReplicaState to) => Array.IndexOf(Moves[(int)from], to) >= 0;

    /// <summary>Moves up the ladder.</summary>
    /// <returns>False when it is there already.</returns>
    /// <exception cref="InvalidOperationException">The ladder has no such step.</exception>
    public bool MoveTo(ReplicaState to, TimeSpan now)
    {
        if (to == State)
            return false;
        if (!IsAllowed(State, to))
            throw new InvalidOperationException($"A replica cannot go from {State} to {to}.");
        State = to;
        Since = now;
        if (to is ReplicaState.Warming or ReplicaState.Ready)
            FirstServed ??= now;
        return true;
    }
}
