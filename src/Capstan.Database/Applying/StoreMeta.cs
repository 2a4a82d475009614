using Capstan.Database.Log;

namespace Capstan.Database.Applying;

/// <summary>
/// How far a worker has come (protocol sections 1 and 2). Changed in the same transaction as the data, so that it is always the truth
/// about them.
/// </summary>
public sealed record StoreMeta
{
    /// <summary>Highest epoch read from the log.</summary>
    public Epoch ScanEpoch { get; init; }

    /// <summary>LSN of the last valid record in the messages up to <see cref="Position"/>.</summary>
    public Lsn ScanLsn { get; init; }

    /// <summary>Last LSN whose effect is in the data. Above <see cref="ScanLsn"/> in the middle of a message, after the log lost its tail,
    /// and while the log is read a second time.</summary>
    public Lsn Applied { get; init; }

    /// <summary>Hash of the record at <see cref="Applied"/>.</summary>
    public Digest Chain { get; init; }

    /// <summary>Hash of the record at <see cref="ScanLsn"/>.</summary>
    public Digest ScanChain { get; init; }

    /// <summary>Position of the last message whose records are all applied or void.</summary>
    public LogPosition Position { get; init; }

    /// <summary>Digest of that message.</summary>
    public Digest PositionDigest { get; init; }

    /// <summary>Log time of the record at <see cref="Applied"/>, milliseconds since 1970.</summary>
    public long LogTime { get; init; }
}
