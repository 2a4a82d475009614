using Capstan.Database.Log;

namespace Capstan.Database.Snapshots;

/// <summary>A whole copy at one LSN, made by a worker.</summary>
/// <param name="Lsn">What it has applied.</param>
/// <param name="Chain">Hash of the record at that LSN.</param>
/// <param name="Epoch">Highest epoch read by then.</param>
/// <param name="Position">Last message that is wholly in it; reading goes on behind it.</param>
/// <param name="Digest">SHA-256 of the file.</param>
/// <param name="Length">Its bytes.</param>
public sealed record Snapshot(Lsn Lsn, Digest Chain, Epoch Epoch, LogPosition Position, Digest Digest, long Length);
