namespace Capstan.Database.Applying;

/// <summary>How a copy is opened.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>Name of the copy's file in its folder.</summary>
    public const string FileName = "data.db";

    /// <summary>Whether commits survive a loss of power by themselves (<c>synchronous=FULL</c>), as they must where the log may not.</summary>
    public bool IsDurable { get; init; }

    /// <summary>Names the folder into which a bad file is moved.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Pages in the WAL file after which a commit moves them into the database file. Default 4,000, 16 MB.</summary>
    public int CheckpointPages { get; init; } = 4_000;

    /// <summary>Memory for pages, in KiB. Default 64 MiB.</summary>
    public int CacheKilobytes { get; init; } = 64 * 1024;
}
