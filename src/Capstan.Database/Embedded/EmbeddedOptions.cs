using Capstan.Database.Worker;

namespace Capstan.Database.Embedded;

/// <summary>Settings of the embedded engine of one database.</summary>
public sealed record EmbeddedOptions
{
    /// <summary>Absolute path of the engine's own folder: log, snapshots, epoch, roster, socket. Made when missing, for the owner alone.</summary>
    public required string Folder { get; init; }

    /// <summary>What workers are told.</summary>
    public required WorkerSettings Settings { get; init; }

    /// <summary>Most requests of each kind that wait or are being carried out. 1 or more, default 10,000.</summary>
    public int QueueLimit { get; init; } = 10_000;

    /// <summary>Bound on the staleness of reads of level <c>any</c>. Default 5 s.</summary>
    public TimeSpan MaxStaleness { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of a log file after which a new one is begun. 64 KiB to 1 GiB, default 64 MiB.</summary>
    public long SegmentBytes { get; init; } = 64L * 1024 * 1024;
}
