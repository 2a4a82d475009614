using Capstan.Database.Log;

namespace Capstan.Database.Snapshots;

/// <summary>A whole copy at one LSN, made by a worker.</summary>
/// <param name="Lsn">What it has applied.</param>
/// <param name="Position">Message at which reading goes on.</param>
/// <param name="Digest">SHA-256 of the file.</param>
/// <param name="Length">Its bytes.</param>
public sealed record Snapshot(Lsn Lsn, LogPosition Position, Digest Digest, long Length);
