using Capstan.Database.Log;

namespace Capstan.Database.Membership;

/// <summary>Who is there, as of one moment. It decides who tries to lead; safety never rests on it.</summary>
public sealed record MembershipView
{
    /// <summary>Workers that are present, this one included, by pid.</summary>
    public IReadOnlyList<Member> Members { get; init; } = [];

    /// <summary>The leader; null while there is none.</summary>
    public Guid? Leader { get; init; }

    /// <summary>Its epoch.</summary>
    public Epoch LeaderEpoch { get; init; }

    /// <summary>Slots whose folders may hold data and that were not retired.</summary>
    public IReadOnlyList<int> Roster { get; init; } = [];

    /// <summary>LSN of the newest snapshot; none without one.</summary>
    public Lsn NewestSnapshot { get; init; }

    /// <summary>LSN that somebody waits for a snapshot of, or of a later one; none when nobody does.</summary>
    public Lsn WantedSnapshot { get; init; }

    /// <summary>Whether an operator accepted that slots which cannot be asked may hold more than the log.</summary>
    public bool IsForced { get; init; }
}
