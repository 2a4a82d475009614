using Capstan.Database.Log;

namespace Capstan.Database.Snapshots;

/// <summary>Whole files that workers share: snapshots, and files to restore from. A file is seen entire or not at all.</summary>
public interface ISnapshotStore
{
    /// <summary>All snapshots, the newest first.</summary>
    ValueTask<IReadOnlyList<Snapshot>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Takes over a finished, synced file as a snapshot (moves or copies it). Keeps the newest two.</summary>
    ValueTask OfferAsync(Snapshot snapshot, string file, CancellationToken cancellationToken);

    /// <summary>
    /// Copies a snapshot or restore file to a path, its digest checked on the way. False: there is no whole file of that digest (a
    /// damaged one is set aside).
    /// </summary>
    ValueTask<bool> FetchAsync(Digest digest, string target, CancellationToken cancellationToken);

    /// <summary>Sets aside snapshots of an LSN and later ones: they hold the effect of a record that has none.</summary>
    ValueTask DiscardAsync(Lsn from, CancellationToken cancellationToken);
}
