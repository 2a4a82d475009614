using Capstan.Database.Embedded.Files;
using Capstan.Database.Embedded.Snapshots;
using Capstan.Database.Log;
using Capstan.Database.Snapshots;

namespace Capstan.Cluster.Files;

/// <summary>Snapshots and restore files in a folder that the controller and all workers share: each changes it itself, one at a time.</summary>
/// <param name="folder">The folder.</param>
/// <param name="time">The clock.</param>
/// <param name="changed">
/// Has the members told which snapshot is the newest now. Nobody here waits for that: files are there without the ensemble, too.
/// </param>
internal sealed class SharedSnapshots(SnapshotFolder folder, TimeProvider time, Action changed) : ISnapshotStore, IRestoreArchive
{
    private readonly FolderLock _lock = new(folder.Path, time);

    /// <summary>LSN of the newest one.</summary>
    public static Lsn NewestOf(SnapshotFolder folder) => folder.List() is [var newest, ..] ? newest.Lsn : Lsn.None;

    /// <summary>Makes the folder, removes what was being written when its process ended.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder.Path, DurableFile.OwnerFolder);
        using (await _lock.TakeAsync(cancellationToken))
            folder.Open();
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<Snapshot>> ListAsync(CancellationToken cancellationToken) => ValueTask.FromResult(folder.List());

    /// <inheritdoc />
    public async ValueTask OfferAsync(Snapshot snapshot, string file, CancellationToken cancellationToken) =>
        await ChangeAsync(() => folder.Offer(snapshot, file), cancellationToken);

    /// <inheritdoc />
    public async ValueTask<bool> FetchAsync(Digest digest, string target, CancellationToken cancellationToken)
    {
        var outcome = await folder.CopyAsync(digest, target, cancellationToken);
        if (outcome == CopyOutcome.Damaged)
            await ChangeAsync(() => folder.SetAside(digest), cancellationToken);
        return outcome == CopyOutcome.Copied;
    }

    /// <inheritdoc />
    public async ValueTask DiscardAsync(Lsn from, CancellationToken cancellationToken) => await ChangeAsync(() => folder.Discard(from), cancellationToken);

    /// <inheritdoc />
    public async ValueTask KeepAsync(Digest digest, string file, CancellationToken cancellationToken)
    {
        using (await _lock.TakeAsync(cancellationToken))
            folder.Keep(digest, file);
    }

    private async Task ChangeAsync(Action change, CancellationToken cancellationToken)
    {
        using (await _lock.TakeAsync(cancellationToken))
            change();
        changed();
    }
}
