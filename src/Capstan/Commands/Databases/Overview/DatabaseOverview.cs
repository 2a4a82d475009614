namespace Capstan.Commands.Databases.Overview;

/// <summary>
/// A database at one moment: what <c>capstan db status --json</c> prints. <see cref="Version"/> goes up when a member is renamed, removed or
/// changes its meaning; new members come without notice. What only the stack of the database knows is null for one that was named by its URL.
/// </summary>
internal sealed record DatabaseOverview
{
    /// <summary>The version of this shape.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version of this shape.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Its name.</summary>
    public required string Database { get; init; }

    /// <summary>Base URL of its API.</summary>
    public required string Address { get; init; }

    /// <summary>Why nobody leads or nothing is written; null when all is well.</summary>
    public string? Trouble { get; init; }

    /// <summary>Slot of the leader; null while there is none.</summary>
    public int? Leader { get; init; }

    /// <summary>Number of the leadership; 0 before the first.</summary>
    public required long Epoch { get; init; }

    /// <summary>Last log position that the leader has applied; while there is none, the highest of any worker.</summary>
    public required long Position { get; init; }

    /// <summary>Followers wanted now.</summary>
    public int? Followers { get; init; }

    /// <summary>Followers that serve.</summary>
    public required int ReadyFollowers { get; init; }

    /// <summary>Bytes of log on disk; null where the log is on a broker, which does not tell.</summary>
    public required long? LogBytes { get; init; }

    /// <summary>What waits.</summary>
    public required OverviewQueues Queues { get; init; }

    /// <summary>Calls of its API; null where only its URL is known.</summary>
    public OverviewTraffic? Traffic { get; init; }

    /// <summary>Slots whose data was not yet taken over by the others, wanted ones included.</summary>
    public IReadOnlyList<int>? Roster { get; init; }

    /// <summary>Its workers, by slot.</summary>
    public required IReadOnlyList<OverviewWorker> Workers { get; init; }

    /// <summary>The snapshots that are kept, the newest first.</summary>
    public required IReadOnlyList<OverviewSnapshot> Snapshots { get; init; }
}
