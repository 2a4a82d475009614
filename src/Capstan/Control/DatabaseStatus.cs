namespace Capstan.Control;

/// <summary>A database at one moment.</summary>
public sealed record DatabaseStatus
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Base URL of its API.</summary>
    public required string Address { get; init; }

    /// <summary>Followers wanted now; there is one leader besides.</summary>
    public required int Followers { get; init; }

    /// <summary>Followers that serve.</summary>
    public required int ReadyFollowers { get; init; }

    /// <summary>Slot of the leader; null while there is none.</summary>
    public int? Leader { get; init; }

    /// <summary>Number of the leadership; 0 before the first.</summary>
    public required long Epoch { get; init; }

    /// <summary>Last log position that the leader has applied; while there is none, the highest of any worker.</summary>
    public required long Position { get; init; }

    /// <summary>Bytes of log on disk; null where the log is on a broker, which does not tell.</summary>
    public required long? LogBytes { get; init; }

    /// <summary>Writes that wait for the leader or for its answer.</summary>
    public required int WriteDepth { get; init; }

    /// <summary>Reads that wait for a worker or for its answer.</summary>
    public required int ReadDepth { get; init; }

    /// <summary>Writes that were delivered too often and wait to be refused.</summary>
    public required int DeadDepth { get; init; }

    /// <summary>Reads since the API started.</summary>
    public required long Reads { get; init; }

    /// <summary>Writes since the API started.</summary>
    public required long Writes { get; init; }

    /// <summary>Answers of class 5xx since the API started.</summary>
    public required long Errors { get; init; }

    /// <summary>Reads a second, over the last few seconds.</summary>
    public required double ReadsPerSecond { get; init; }

    /// <summary>Writes a second, over the last few seconds.</summary>
    public required double WritesPerSecond { get; init; }

    /// <summary>The scaling window, which counts reads; null for a fixed number of followers or before the first read.</summary>
    public WindowStatus? Window { get; init; }

    /// <summary>Why nobody leads or nothing is written, with the remedy; null when all is well.</summary>
    public string? Trouble { get; init; }

    /// <summary>Slots whose data was not yet taken over by the others, wanted ones included.</summary>
    public required IReadOnlyList<int> Roster { get; init; }

    /// <summary>Its workers, by slot.</summary>
    public required IReadOnlyList<WorkerStatus> Workers { get; init; }
}
