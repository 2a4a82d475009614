using Capstan.Core.Replicas;

namespace Capstan.Containers;

/// <summary>
/// Runs the replicas of one stack. Every call is a single idempotent step: "already running" and "already gone" are success.
/// The controller is the only caller of <see cref="StartAsync"/> and <see cref="StopAsync"/>; calls for different replicas may
/// overlap, calls for one replica never do. A cancelled call may or may not have taken effect: <see cref="ListAsync"/> tells.
/// </summary>
public interface IContainerRuntime : IAsyncDisposable
{
    /// <summary>All replicas of this stack that exist, running or ended, leftovers of earlier controllers included.</summary>
    /// <exception cref="RuntimeUnavailableException">The engine does not answer or refuses; the message tells what to do.</exception>
    Task<IReadOnlyList<RuntimeReplica>> ListAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Starts a replica and returns as soon as its program runs (not: answers). When a replica of this identity runs already it is
    /// returned as it is. A start that fails leaves nothing behind.
    /// </summary>
    /// <exception cref="RuntimeUnavailableException">The engine does not answer or refuses.</exception>
    Task<StartOutcome> StartAsync(ReplicaLaunch launch, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a replica and removes what is left of it: asks politely, waits up to <paramref name="grace"/> (zero: kills at once), kills.
    /// When it returns the replica and all its descendants are gone and its host port is free again.
    /// </summary>
    /// <exception cref="RuntimeUnavailableException">The engine does not answer or refuses.</exception>
    Task StopAsync(ReplicaId id, TimeSpan grace, CancellationToken cancellationToken);

    /// <summary>
    /// Hints that something changed, until cancelled. The first event is a <see cref="RuntimeEventKind.Resync"/>: from then on changes
    /// are told. Events may be lost or doubled (a gap is followed by another Resync); whoever reads them lists anew. Never throws for
    /// an engine that went away: it reconnects.
    /// </summary>
    IAsyncEnumerable<RuntimeEvent> WatchAsync(CancellationToken cancellationToken);
}
