using Capstan.Database.Applying;
using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Snapshots;

namespace Capstan.Database.Worker;

/// <summary>A worker's share in snapshots, the purge that follows them, and the scrub.</summary>
internal sealed class SnapshotDuty(WorkerParts parts, SideWork side, Action<WorkerInput> post)
{
    /// <summary>Bytes that every record costs besides its body.</summary>
    private const int RecordOverhead = 200;

    /// <summary>What failed may fail again: a full disk is not tried at every tick.</summary>
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private Task _making = Task.CompletedTask;
    private Lsn _made;
    private long? _failedAt;
    private long _bytes;

    /// <summary>Whether one is being made.</summary>
    public bool IsMaking => !_making.IsCompleted;

    /// <summary>Counts what was applied; a file that a record names counts as if the log held it, for it is kept as long.</summary>
    public void Count(IReadOnlyList<LogMessage> messages) =>
        _bytes += messages.Sum(message => message.Records.Sum(record => record.Body.Length + RecordOverhead + FileLength(record)));

    /// <summary>A new snapshot starts the count anew and lets older records go.</summary>
    public void Look(MembershipView before, MembershipView now)
    {
        if (now.NewestSnapshot == before.NewestSnapshot)
            return;
        _bytes = 0;
        _made = Lsn.None;
        side.Begin(async token => post(new WorkerInput.SnapshotsListed(await parts.Engine.Snapshots.ListAsync(token))));
    }

    /// <summary>Makes a snapshot if one is due and this worker's turn.</summary>
    public void MakeIfDue(MembershipView view, Lsn applied)
    {
        if (_failedAt is { } at && parts.Time.GetElapsedTime(at) < PauseAfterFailure)
            return;
        if (IsMaking)
            return;
        // Until the view shows the one that was just made, it must not be made once more.
        var known = _made > view.NewestSnapshot ? view with { NewestSnapshot = _made } : view;
        if (SnapshotPolicy.IsDue(known, parts.Engine.Id, applied, _bytes, parts.Engine.Settings))
            _making = side.Detach(MakeAsync);
    }

    /// <summary>
    /// Sees beside the loop that there is a snapshot of just what is applied, which a log that lost its beginning goes on from. One that
    /// is there already will do, whoever made it: a candidate that gave way to another must not begin from the front again.
    /// </summary>
    public void Need(Lsn applied)
    {
        var before = _making;
        _making = side.Detach(token => FindOrMakeAsync(before, applied, token));
    }

    /// <summary>Drops records and answers that nobody will ask for: those below the older of two snapshots.</summary>
    public void Purge(IReadOnlyList<Snapshot> snapshots, Replica replica)
    {
        if (snapshots.Count < 2)
            return;
        replica.Store.Records.Purge(snapshots[1].Lsn);
        replica.Store.Answers.Purge(replica.LogTime);
        parts.Restores.Clear();
    }

    /// <summary>Scrubs again and again until cancelled.</summary>
    public async Task ScrubAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(parts.Engine.Settings.ScrubEvery, parts.Time, cancellationToken);
            var damaged = await parts.Scrubber.PassAsync(cancellationToken);
            if (damaged.Count == 0)
                continue;
            var detail = $"the rows of {string.Join(", ", damaged)} do not match their hash";
            await parts.Engine.NoteAsync(NoticeKinds.Quarantined, detail);
            post(new WorkerInput.Damaged(detail));
            return;
        }
    }

    private static long FileLength(LogRecord record) => record.Kind switch
    {
        RecordKind.Restore => RestoreBody.Decode(record.Body).Length,
        RecordKind.Import => ImportBody.Decode(record.Body).Length,
        _ => 0,
    };

    private async Task FindOrMakeAsync(Task before, Lsn applied, CancellationToken cancellationToken)
    {
        await before;
        var found = (await parts.Engine.Snapshots.ListAsync(cancellationToken)).FirstOrDefault(snapshot => snapshot.Lsn == applied);
        if (found is not null)
            post(new WorkerInput.SnapshotMade(found));
        else if (await MakeAsync(cancellationToken) is { } fault)
            throw new StoreFailedException($"The snapshot that the log is to go on from could not be made: {fault}");
    }

    /// <returns>Why there was no room for it; null otherwise.</returns>
    private async Task<string?> MakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (snapshot, file) = await parts.Snapshots.MakeAsync(cancellationToken);
            Failpoints.Hit("c14");
            await parts.Engine.Snapshots.OfferAsync(snapshot, file, cancellationToken);
            await parts.Engine.NoteAsync(NoticeKinds.SnapshotMade, $"record {snapshot.Lsn}, {snapshot.Length} bytes");
            _bytes = 0;
            _made = snapshot.Lsn;
            post(new WorkerInput.SnapshotMade(snapshot));
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or StoreFailedException { IsDamage: false })
        {
            // No room for a snapshot is no reason to end; it is tried again when the next one is due, or while one is wanted.
            _bytes = 0;
            _failedAt = parts.Time.GetTimestamp();
            await parts.Engine.NoteAsync(NoticeKinds.SnapshotFailed, fault.Message);
            return fault.Message;
        }
    }
}
