using Capstan.Database.Queues;
using Capstan.Database.Snapshots;

namespace Capstan.Database.Engines;

/// <summary>
/// What queues, log, membership and snapshots of one database run on, as the controller's process sees it. Embedded: inside that very
/// process. It starts and stops no worker.
/// </summary>
public interface IDatabaseEngine : IAsyncDisposable
{
    /// <summary>Opens it and lets workers in.</summary>
    /// <exception cref="EngineException">It cannot: the message names the cause and the remedy.</exception>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>The front's end of the queues.</summary>
    IRequestQueues Queues { get; }

    /// <summary>Snapshots and restore files.</summary>
    ISnapshotStore Snapshots { get; }

    /// <summary>How it stands now. Cheap; any thread.</summary>
    EngineReading Read();

    /// <summary>Raised on any thread when a member came, went or changed its role or readiness, and with what workers have to say.
    /// Handlers must not block.</summary>
    event Action<EngineNotice> Noticed;

    /// <summary>Environment variables that a worker in a slot needs to find this engine.</summary>
    IReadOnlyDictionary<string, string> WorkerEnvironment(int slot);

    /// <summary>
    /// The workers that run now, as the runtime lists them; told again and again. A process that was listed and is not any more has ended:
    /// an engine whose sessions outlive their process ends that one's at once. Returns at once; one thread at a time.
    /// </summary>
    void Look(IReadOnlyList<RunningWorker> running);

    /// <summary>
    /// Takes a slot off the roster once the other workers have applied all that it had. False: they have not, or nobody knows; ask again.
    /// </summary>
    ValueTask<bool> RetireAsync(int slot, CancellationToken cancellationToken);

    /// <summary>An operator accepts that slots which cannot be asked may hold acknowledged writes that are lost then.</summary>
    /// <exception cref="EngineException">It cannot be passed on now; a second time does no harm.</exception>
    ValueTask ForceLeaderAsync(CancellationToken cancellationToken);
}
