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

    /// <summary>LSN of the last valid record read from the log.</summary>
    public Lsn ScanLsn { get; init; }

    /// <summary>Last LSN whose effect is in the data. Below <see cref="ScanLsn"/> before a record that may not be tried again, above it
    /// after the log lost its tail or while it is read a second time.</summary>
    public Lsn Applied { get; init; }

    /// <summary>Hash of the record at <see cref="Applied"/>.</summary>
    public Digest Chain { get; init; }

    /// <summary>Hash of the record at <see cref="ScanLsn"/>.</summary>
    public Digest ScanChain { get; init; }

    /// <summary>Position of the last message that was read to its end.</summary>
    public LogPosition Position { get; init; }

    /// <summary>Digest of that message.</summary>
    public Digest PositionDigest { get; init; }

    /// <summary>Log time of the record at <see cref="Applied"/>, milliseconds since 1970.</summary>
    public long LogTime { get; init; }

    /// <summary>Earlier records that are known to be without effect and lie above <see cref="Applied"/>.</summary>
    public IReadOnlyList<Lsn> Skips { get; init; } = [];
}
