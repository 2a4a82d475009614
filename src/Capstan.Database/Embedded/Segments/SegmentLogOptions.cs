namespace Capstan.Database.Embedded.Segments;

/// <summary>Where the log lives and how much it holds at once.</summary>
internal sealed record SegmentLogOptions
{
    /// <summary>Its folder, of its own; made when missing.</summary>
    public required string Folder { get; init; }

    /// <summary>Bytes after which a new file is begun; a single larger message gets a file of its own. Default 64 MiB.</summary>
    public long SegmentBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Bytes of the newest messages that are kept in memory. Default 16 MiB.</summary>
    public int TailBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Bytes that may wait for the disk before appending waits. Default 32 MiB.</summary>
    public int PendingBytes { get; init; } = 32 * 1024 * 1024;
}
