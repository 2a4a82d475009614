using Capstan.Core.Stacks;
using Capstan.Database.Api.Access;
using Capstan.Database.Engines;
using Capstan.Database.Queues;
using Capstan.Database.Snapshots;
using Microsoft.Extensions.Logging;

namespace Capstan.Database.Api;

/// <summary>What the API of one database stands on.</summary>
public sealed record DatabaseApiParts
{
    /// <summary>The database.</summary>
    public required DatabaseSpec Spec { get; init; }

    /// <summary>The front's end of the queues.</summary>
    public required IRequestQueues Queues { get; init; }

    /// <summary>Snapshots, for the status.</summary>
    public required ISnapshotStore Snapshots { get; init; }

    /// <summary>How the engine stands. Cheap; called from any thread.</summary>
    public required Func<EngineReading> Reading { get; init; }

    /// <summary>What only the controller can do.</summary>
    public required IWorkerControl Workers { get; init; }

    /// <summary>Makes backups.</summary>
    public required IBackupSource Backups { get; init; }

    /// <summary>Takes files to restore from or to import.</summary>
    public required IRestoreArchive Archive { get; init; }

    /// <summary>Judges the same.</summary>
    public required IDatabaseFileCheck FileCheck { get; init; }

    /// <summary>The tokens; null is accepted for an open database only.</summary>
    public AccessTokens? Tokens { get; init; }

    /// <summary>Where backups and restores are put while they are under way. Made when it is missing.</summary>
    public required string TemporaryFolder { get; init; }

    /// <summary>Told of each call of <c>db/read</c> and <c>/v1/query</c> with its arrival in ticks of <see cref="Time"/>. Any thread; must not block.</summary>
    public Action<long> ReadArrived { get; init; } = _ => { };

    /// <summary>Time of deadlines, failure limit and counting.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Fills bytes that nobody can guess: the names of writes without a client's key.</summary>
    public required Action<Span<byte>> Chance { get; init; }

    /// <summary>Told, in a sentence, what an operator may want to read. Any thread; must not block.</summary>
    public Action<string> Notice { get; init; } = _ => { };

    /// <summary>Where the server's own warnings go.</summary>
    public required ILoggerFactory Loggers { get; init; }
}
