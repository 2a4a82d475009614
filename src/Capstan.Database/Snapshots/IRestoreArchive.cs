using Capstan.Database.Log;

namespace Capstan.Database.Snapshots;

/// <summary>Where a file to restore from or to import is put, so that every worker can fetch it from its <see cref="ISnapshotStore"/>.</summary>
public interface IRestoreArchive
{
    /// <summary>
    /// Takes over a closed file (moves or copies it); it can be fetched by this digest, and outlives a crash, once this returns. Kept at least
    /// as long as a record in the log may name it.
    /// </summary>
    ValueTask KeepAsync(Digest digest, string file, CancellationToken cancellationToken);
}
