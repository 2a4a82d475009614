namespace Capstan.Core.Replicas;

/// <summary>
/// Life of a replica: a ladder that only goes up; steps may be left out. <see cref="Failed"/> is an exit from every step before
/// <see cref="Gone"/>.
/// </summary>
public enum ReplicaState
{
    /// <summary>Was asked to start; no health answer 200 yet. Gets no traffic.</summary>
    Starting,

    /// <summary>Healthy, with a share of traffic that still grows (slow start). Left out under strict round robin.</summary>
    Warming,

    /// <summary>Healthy, with its full share of traffic.</summary>
    Ready,

    /// <summary>Gets no new requests and finishes those it has, within the service's drain limit.</summary>
    Draining,

    /// <summary>Ended as asked.</summary>
    Gone,

    /// <summary>Ended by itself, or was judged unhealthy. Gets no traffic and is to be replaced.</summary>
    Failed,
}
