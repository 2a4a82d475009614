using Capstan.Database.Engines;
using Capstan.Database.Log;

namespace Capstan.Database.Leadership;

/// <summary>This part: the way from a follower to the lead: who may try, and what has to be shown first (protocol section 4).</summary>
internal partial class WorkerCore
{
    private void TryElection()
    {
        _trouble = "";
        if (_claims || _view.Leader is not null || !(IsReady || (_hasCaughtUp && replica.StuckAt != Lsn.None)))
            return;
        if (!KnowsLog && !_view.IsForced && election.Absent(_view) is { Count: > 0 } absent)
        {
            _trouble = $"the log may have lost its end, and {Slots(absent)} may hold it: start it, or accept the loss with 'capstan db force-leader'";
            // Turns begin when somebody may try: all whose turn had come by then would race.
            _quietSince = _now;
        }

        if (IsAnotherOnItsWay() || !election.MayTry(_view, self, replica.Scan.Lsn, KnowsLog, _now - _quietSince, settings.Turn))
            return;
        Role = WorkerRole.Asking;
        RememberEpoch(replica.Scan.Epoch);
        foreach (var member in _view.Members)
            RememberEpoch(member.State.Epoch);
        _effects.Add(new WorkerEffect.TakeEpoch(_highestTaken));
    }

    /// <summary>Whoever is there and published the newest marker is given a turn to lead, whatever its place in the order: to overtake it would only end it.</summary>
    private bool IsAnotherOnItsWay() => _now - _quietSince < settings.Turn && _view.Members.Any(member => member.Id == _candidate);

    /// <summary>What holds up an election is told once it has for a while: whoever starts meanwhile is there soon.</summary>
    private void TellBlocked()
    {
        var by = Role is WorkerRole.Following or WorkerRole.Proving && _view.Leader is null ? _trouble : "";
        if (by != _blockedBy)
            (_blockedBy, _blockedSince, _blockedTold) = (by, _now, false);
        if (by.Length == 0 || _blockedTold || _now - _blockedSince < settings.BlockedAfter)
            return;
        _blockedTold = true;
        _effects.Add(new WorkerEffect.Note(NoticeKinds.ElectionBlocked, by));
    }

    /// <summary>
    /// Whether it is shown as the leader of an epoch that it gave up: the claim was carried out, and what it was told of it was not. A claim
    /// that is not answered yet may still make it a leader; and one that leads ends before it gives anything up, so that no view is too old.
    /// </summary>
    protected virtual bool IsShownInVain() => _view.Leader == self && !_claims && Role is not (WorkerRole.Claiming or WorkerRole.Leading);

    /// <summary>What a log that is read again may not tell any more: a new epoch is above it all the same.</summary>
    private void RememberEpoch(Epoch known) => _highestTaken = known > _highestTaken ? known : _highestTaken;

    /// <summary>The marker was read: all that older leaders acknowledged lies before it. Goes on to learn whether the log is whole.</summary>
    protected virtual void Drained()
    {
        Role = WorkerRole.Proving;
        Prove();
    }

    /// <summary>A marker of its own was sent. The role goes on when it is read back, never now.</summary>
    protected virtual void Published()
    {
    }

    /// <summary>Goes on to the next role at once.</summary>
    protected void SkipTo(WorkerRole role)
    {
        Role = role;
        if (role == WorkerRole.Claiming)
            Claim();
    }

    /// <summary>Protocol section 4, step 3.</summary>
    private void Prove()
    {
        if (MustAsk())
        {
            var unheard = election.Unheard(_view, self, _own);
            _trouble = unheard.Count > 0 ? $"waits to hear what {Slots(unheard)} holds" : "";
            Report();
            if (unheard.Count > 0)
            {
                _lastProgress = _now;
                return;
            }

            _skippable = replica.StuckAt;
            var most = election.MostAdvanced(_view, self, replica.Applied);
            var holdsStuck = replica.StuckAt != Lsn.None && _view.NewestSnapshot >= replica.StuckAt && !_view.IsForced;
            if (_view.NewestSnapshot > most && (_view.NewestSnapshot > replica.Scan.Lsn || holdsStuck))
            {
                // Nobody holds as much as the newest snapshot: it is put in place of this copy, which then leads from there.
                _ended = true;
                _effects.Add(new WorkerEffect.LoadSnapshot(null));
                return;
            }

            if (most > replica.Applied && most > replica.Scan.Lsn)
            {
                GiveUp();
                return;
            }
        }

        if (replica.Applied > replica.Scan.Lsn)
            Repair();
        else
            Claim();
    }

    /// <summary>Whether it has to hear what everybody holds before it leads.</summary>
    protected virtual bool MustAsk() => !KnowsLog || replica.StuckAt != Lsn.None;

    /// <summary>Publishes again what the log lost: the same records, under the new epoch.</summary>
    private void Repair()
    {
        Role = WorkerRole.Repairing;
        _lastProgress = _now;
        // Told before it is read back: who is overtaken meanwhile leaves a log that shows nobody that it was short.
        _effects.Add(new WorkerEffect.Note(NoticeKinds.LogRepaired, $"the log had lost its end; records up to {replica.Applied} are published again"));
        var records = new List<LogRecord>();
        for (var lsn = replica.Scan.Lsn.Next; lsn <= replica.Applied; lsn = lsn.Next)
        {
            if (replica.Store.Records.Find(lsn) is not { } record)
            {
                // More is gone than this worker keeps: the log goes on from a snapshot of what it holds.
                _awaitsSnapshot = true;
                _effects.Add(new WorkerEffect.MakeSnapshot());
                return;
            }

            records.Add(record with { Epoch = _own });
        }

        foreach (var batch in records.Chunk(settings.RepairBatch).SelectMany(RecordBatches.Of))
            _effects.Add(new WorkerEffect.Append(batch));
    }

    private void Claim()
    {
        Role = WorkerRole.Claiming;
        _claims = true;
        _effects.Add(new WorkerEffect.TakeLead(_own));
    }

    private void GiveUp()
    {
        Role = WorkerRole.Following;
        _awaitsSnapshot = false;
        _quietSince = _now;
        Report();
    }

    private static string Slots(IReadOnlyList<int> slots) => (slots.Count == 1 ? "slot " : "slots ") + string.Join(", ", slots);
}
