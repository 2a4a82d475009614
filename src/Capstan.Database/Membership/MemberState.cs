using Capstan.Database.Log;

namespace Capstan.Database.Membership;

/// <summary>What a worker tells of itself.</summary>
public sealed record MemberState
{
    /// <summary>Last LSN in its data.</summary>
    public Lsn Applied { get; init; }

    /// <summary>Last message that it read.</summary>
    public LogPosition Position { get; init; }

    /// <summary>Whether it has read to the log's end once and may serve and lead.</summary>
    public bool IsReady { get; init; }

    /// <summary>
    /// Epoch of the highest marker it has read on its present connection to the log. <see cref="Applied"/> is exact as of that marker:
    /// a candidate that asks what others hold trusts only reports that have seen its own marker.
    /// </summary>
    public Epoch Epoch { get; init; }

    /// <summary>The record that it does not try again because it ended two attempts; none otherwise.</summary>
    public Lsn StuckAt { get; init; }

    /// <summary>Checkpoint at which its table hashes differed from the leader's although its rows match its own; none otherwise.</summary>
    public Lsn DivergedAt { get; init; }

    /// <summary>Whether it makes a snapshot just now, so that nobody else begins one beside it.</summary>
    public bool MakesSnapshot { get; init; }

    /// <summary>What keeps it from serving or leading, for people; empty when nothing does.</summary>
    public string Trouble { get; init; } = "";
}
