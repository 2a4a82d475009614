using Capstan.Database.Applying;
using Capstan.Database.Log;

namespace Capstan.Database.Leadership;

/// <summary>This part: what the log tells: where it is read from, what each record means for this worker, and what follows when it does not fit.</summary>
internal partial class WorkerCore
{
    private void ReadFromSaved()
    {
        _verify = replica.SavedPosition > LogPosition.None && replica.PositionDigest != Digest.Zero;
        _effects.Add(new WorkerEffect.ReadLog(_verify ? new LogPosition(replica.SavedPosition.Value - 1) : replica.SavedPosition));
    }

    /// <summary>Offsets are never trusted (protocol section 2): the message at the stored position must be the stored one.</summary>
    protected virtual bool IsWhereItWas(LogMessage message) =>
        message.Position == replica.SavedPosition && message.Digest == replica.PositionDigest;

    private void Rescan()
    {
        RememberEpoch(replica.Scan.Epoch);
        _verify = false;
        replica.Rescan();
        _effects.Add(new WorkerEffect.ReadLog(LogPosition.None));
    }

    /// <summary>Reads on from the newest snapshot that leads to where the log begins now, and that was not refuted by what followed it there.</summary>
    private void ReadFromSnapshot()
    {
        if (!_reaching.TryDequeue(out var start))
        {
            ReadWithoutFront();
        }
        else if (start.Lsn > replica.Applied)
        {
            _ended = true;
            _effects.Add(new WorkerEffect.LoadSnapshot(start));
        }
        else
        {
            replica.Rescan(start);
            _effects.Add(new WorkerEffect.ReadLog(start.Position));
        }
    }

    /// <summary>
    /// No snapshot leads to where the log begins now. What is left of it may hold nothing that counts: then it is as good as new, and the
    /// most advanced worker goes on from what it holds. What it reads tells; until then it knows nothing of the log's completeness.
    /// </summary>
    private void ReadWithoutFront()
    {
        if (Role != WorkerRole.Following)
        {
            End(WorkerEnd.StepDown, $"the log begins at position {_first} now, behind what it has yet to read");
            return;
        }

        RememberEpoch(replica.Scan.Epoch);
        KnowsLog = _hasCaughtUp = false;
        var before = new LogPosition(_first.Value - 1);
        replica.RescanWithoutFront(before);
        _effects.Add(new WorkerEffect.ReadLog(before));
    }

    private void Take(IReadOnlyList<RecordOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            Take(outcome);
            if (_ended)
                return;
        }

        if (replica.IsMisplaced && !replica.LacksFront && Role == WorkerRole.Following)
        {
            // The snapshot's position was one of an earlier log.
            KnowsLog = _hasCaughtUp = false;
            ReadFromSnapshot();
            return;
        }

        if (replica.Fault is { } fault)
        {
            End(fault.MustRebuild ? WorkerEnd.Rebuild : WorkerEnd.Failed, fault.Reason);
            return;
        }

        if (replica.MustReread)
        {
            replica.Rereads();
            _verify = false;
            _effects.Add(new WorkerEffect.ReadLog(replica.SavedPosition));
        }

        if (!_hasCaughtUp && !_verify && replica.Position >= _target)
        {
            _hasCaughtUp = true;
            Report();
        }

        if (Role == WorkerRole.Repairing && replica.Scan.Lsn == replica.Applied)
            Claim();
        if (Role == WorkerRole.Leading)
            Settle();
        LookAround();
    }

    private void Take(RecordOutcome outcome)
    {
        var record = outcome.Record;
        switch (outcome.Verdict)
        {
            case Verdict.NewEpoch:
                SawEpoch(record);
                break;
            case Verdict.OldEpoch when IsMine(record) && Role == WorkerRole.Draining:
                GiveUp();
                break;
            case Verdict.Void when Role == WorkerRole.Leading && pipeline.IsOwn(record):
                End(WorkerEnd.StepDown, $"its own record {record.Lsn} is void");
                break;
            case Verdict.Marker when record.Kind == RecordKind.Checkpoint:
                SawCheckpoint(outcome.Position, CheckpointBody.Decode(record.Body));
                break;
            case Verdict.Applied or Verdict.Again:
                SawApplied(outcome);
                break;
            default:
                break;
        }
    }

    private void SawEpoch(LogRecord record)
    {
        _quietSince = _now;
        if (IsMine(record))
        {
            // Read a second time when a leader gets over a stuck record.
            _lastProgress = _now;
            Report();
            if (Role == WorkerRole.Draining)
                Drained();
            return;
        }

        _candidate = EpochBody.Decode(record.Body).Owner;
        if (Role == WorkerRole.Leading)
            End(WorkerEnd.StepDown, $"it read the marker of epoch {record.Epoch}, its own is {_own}");
        else if (Role != WorkerRole.Following && record.Epoch >= _own)
            GiveUp();
        Report();
    }

    /// <summary>A source of epochs that was set up anew may have given the same number to somebody else.</summary>
    private bool IsMine(LogRecord marker) => marker.Epoch == _own && EpochBody.Decode(marker.Body).Owner == self;

    private void SawApplied(RecordOutcome outcome)
    {
        _lastProgress = _now;
        if (outcome.Record.Kind == RecordKind.Skip && outcome.Verdict == Verdict.Applied)
            _effects.Add(new WorkerEffect.DiscardSnapshots(SkipBody.Decode(outcome.Record.Body).Skipped));
        if (Role == WorkerRole.Leading)
            _effects.AddRange(pipeline.Applied(outcome.Record, outcome.Answer));
    }

    /// <summary>
    /// Only a leader that knows the log to be whole writes checkpoints. One that stood in the log before this connection says nothing:
    /// what came after it may have been lost since.
    /// </summary>
    private void SawCheckpoint(LogPosition position, CheckpointBody checkpoint)
    {
        KnowsLog |= !replica.IsAssumed && IsNew(position, _logEnd);
        if (Role == WorkerRole.Leading)
            return;
        if (_divergence.Compare(checkpoint) is { } table)
            End(WorkerEnd.Rebuild, $"the rows of table {table} do not match their hash at record {checkpoint.At}");
        else if (_divergence.DivergedAt != (_reported?.DivergedAt ?? Lsn.None))
            Report();
    }

    /// <summary>Whether a checkpoint was written after this connection began.</summary>
    protected virtual bool IsNew(LogPosition checkpoint, LogPosition endAtConnecting) => checkpoint > endAtConnecting;

    /// <summary>What another worker holds was innocent, unless the log says further on that it was skipped.</summary>
    private void TryStuckAgain()
    {
        var isHeld = _view.Members.Any(member => member.Id != self && member.State.Applied >= replica.StuckAt && member.State.Position <= replica.Position);
        if (replica.StuckAt == Lsn.None || Role != WorkerRole.Following || !isHeld)
            return;
        replica.TryAgain();
        replica.Rereads();
        _effects.Add(new WorkerEffect.ReadLog(replica.SavedPosition));
    }
}
