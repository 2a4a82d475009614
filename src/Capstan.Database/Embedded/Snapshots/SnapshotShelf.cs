using Capstan.Database.Embedded.Hub;
using Capstan.Database.Embedded.Segments;
using Capstan.Database.Log;
using Capstan.Database.Snapshots;

namespace Capstan.Database.Embedded.Snapshots;

/// <summary>The engine's side of the snapshots: one change at a time; views and the log follow.</summary>
internal sealed class SnapshotShelf(SnapshotFolder folder, MemberBook members, SegmentLog log) : ISnapshotStore, IRestoreArchive
{
    private readonly Lock _lock = new();

    public string Path => folder.Path;

    public ValueTask<IReadOnlyList<Snapshot>> ListAsync(CancellationToken cancellationToken) => ValueTask.FromResult(folder.List());

    public ValueTask OfferAsync(Snapshot snapshot, string file, CancellationToken cancellationToken)
    {
        Change(() => folder.Offer(snapshot, file));
        return ValueTask.CompletedTask;
    }

    public async ValueTask<bool> FetchAsync(Digest digest, string target, CancellationToken cancellationToken)
    {
        var outcome = await folder.CopyAsync(digest, target, cancellationToken);
        if (outcome == CopyOutcome.Damaged)
            SetAside(digest);
        return outcome == CopyOutcome.Copied;
    }

    public ValueTask DiscardAsync(Lsn from, CancellationToken cancellationToken)
    {
        Change(() => folder.Discard(from));
        return ValueTask.CompletedTask;
    }

    public void SetAside(Digest digest) => Change(() => folder.SetAside(digest));

    public ValueTask KeepAsync(Digest digest, string file, CancellationToken cancellationToken)
    {
        lock (_lock)
            folder.Keep(digest, file);
        return ValueTask.CompletedTask;
    }

    // The log reaches back to the older of two snapshots, so that the older one still serves when the newer is bad.
    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            var kept = folder.List();
            members.SetNewestSnapshot(kept.Count > 0 ? kept[0].Lsn : Lsn.None);
            if (kept.Count >= SnapshotFolder.Kept)
                log.PurgeBefore(kept.Min(snapshot => snapshot.Position));
        }
    }
}
