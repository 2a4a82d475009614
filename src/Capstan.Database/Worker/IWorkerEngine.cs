using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Database.Snapshots;

namespace Capstan.Database.Worker;

/// <summary>A worker's session with the engine of its database: one for the life of its process.</summary>
public interface IWorkerEngine : IAsyncDisposable
{
    /// <summary>What it was told of its database.</summary>
    WorkerSettings Settings { get; }

    /// <summary>Names this life of the process.</summary>
    Guid Id { get; }

    /// <summary>The worker's slot.</summary>
    int Slot { get; }

    /// <summary>Its process id as the runtime reports it.</summary>
    int Pid { get; }

    /// <summary>The log.</summary>
    IReplicationLog Log { get; }

    /// <summary>Writes to the leader.</summary>
    IWriteConsumer Writes { get; }

    /// <summary>Reads to any worker.</summary>
    IReadConsumer Reads { get; }

    /// <summary>Membership, election, epochs.</summary>
    IMembership Members { get; }

    /// <summary>Snapshots and restore files.</summary>
    ISnapshotStore Snapshots { get; }

    /// <summary>Tells operators something (an <see cref="Engines.EngineNotice"/>). Best effort.</summary>
    ValueTask NoteAsync(string kind, string detail);
}
