namespace Capstan.Client;

/// <summary>How a database stood when it was asked.</summary>
public sealed record DatabaseState
{
    /// <summary>Its name.</summary>
    public required string Database { get; init; }

    /// <summary>Why nobody leads or nothing is written; empty when all is well.</summary>
    public required string Trouble { get; init; }

    /// <summary>The highest log position that a worker has applied.</summary>
    public required long Position { get; init; }

    /// <summary>Number of the leadership; 0 before the first.</summary>
    public required long Epoch { get; init; }

    /// <summary>The workers that are members.</summary>
    public required IReadOnlyList<WorkerState> Workers { get; init; }

    /// <summary>The last position of the log.</summary>
    public required long LogEnd { get; init; }

    /// <summary>Bytes of the log; null where it is on a broker, which does not tell.</summary>
    public required long? LogBytes { get; init; }

    /// <summary>Writes that wait.</summary>
    public required long WritesWaiting { get; init; }

    /// <summary>Reads that wait.</summary>
    public required long ReadsWaiting { get; init; }

    /// <summary>Writes that were given up and not yet refused in the log.</summary>
    public required long DeadWrites { get; init; }

    /// <summary>The snapshots that are kept.</summary>
    public required IReadOnlyList<SnapshotState> Snapshots { get; init; }

    /// <summary>The worker that leads; null while none does.</summary>
    public WorkerState? Leader => Workers.FirstOrDefault(worker => worker.IsLeader);
}
