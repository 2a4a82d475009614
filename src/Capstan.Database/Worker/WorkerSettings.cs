namespace Capstan.Database.Worker;

/// <summary>What a worker has to know of its database. The engine tells it at the start of the session.</summary>
public sealed record WorkerSettings
{
    /// <summary>Name of the database.</summary>
    public required string Database { get; init; }

    /// <summary>The schema script; empty without one.</summary>
    public string Schema { get; init; } = "";

    /// <summary>How long a silent worker stays a member.</summary>
    public required TimeSpan Session { get; init; }

    /// <summary>How long an answer under a client's key is kept.</summary>
    public required TimeSpan KeyRetention { get; init; }

    /// <summary>Most of those answers.</summary>
    public required int KeyLimit { get; init; }

    /// <summary>Records after which a new snapshot is due.</summary>
    public required int SnapshotRecords { get; init; }

    /// <summary>Bytes of log after which a new snapshot is due.</summary>
    public required long SnapshotBytes { get; init; }

    /// <summary>Time from the end of one pass over the rows of the copy, in search of damage, to the next.</summary>
    public required TimeSpan ScrubEvery { get; init; }

    /// <summary>Whether commits must survive a loss of power by themselves, since the log may not (<c>synchronous=FULL</c>).</summary>
    public required bool IsDurable { get; init; }
}
