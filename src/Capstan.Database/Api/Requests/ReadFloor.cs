using Capstan.Database.Log;
using Capstan.Database.Reading;

namespace Capstan.Database.Api.Requests;

/// <summary>What a read must show, as the queues take it.</summary>
/// <param name="Level">The level.</param>
/// <param name="Lsn">The least position, for <see cref="ReadLevel.Session"/>.</param>
internal readonly record struct ReadFloor(ReadLevel Level, Lsn Lsn)
{
    /// <summary>Everything that this front has answered, and what the client has seen elsewhere.</summary>
    /// <remarks>
    /// A front that has answered nothing yet does not know what one before it has, so its first reads are linear.
    /// </remarks>
    public static ReadFloor OwnWrites(AckedPositions positions, Lsn? seen) => positions.Highest is { } highest
        ? new ReadFloor(ReadLevel.Session, seen is { } lsn && lsn > highest ? lsn : highest)
        : new ReadFloor(ReadLevel.Linear, seen ?? Lsn.None);

    /// <summary>A level that the client asks for.</summary>
    /// <param name="positions">What this front has answered.</param>
    /// <param name="level">The level; null to take session with a position and any without.</param>
    /// <param name="seen">The position that the client has seen.</param>
    /// <param name="staleness">How old what a read of level any shows may be.</param>
    public static ReadFloor Of(AckedPositions positions, ReadLevel? level, Lsn? seen, TimeSpan staleness) => (level, seen) switch
    {
        (ReadLevel.Linear, _) => new ReadFloor(ReadLevel.Linear, seen ?? Lsn.None),
        (ReadLevel.Session, _) or (null, not null) => new ReadFloor(ReadLevel.Session, seen ?? Lsn.None),

        // Bounded staleness is a floor as well: what was answered so long ago must be in it.
        _ => positions.Before(staleness) is var old && old > Lsn.None ? new ReadFloor(ReadLevel.Session, old) : new ReadFloor(ReadLevel.Any, Lsn.None),
    };
}
