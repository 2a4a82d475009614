using Capstan.Database.Log;
using Capstan.Simulation.Workers;
using Capstan.Testing.Databases;

namespace Capstan.Simulation.Worlds;

/// <summary>What goes wrong.</summary>
internal sealed partial class World
{
    /// <summary>Whether something happened after which a copy may rightly be set aside.</summary>
    private bool _mayRebuild;

    private void MakeFault(Life life, Move move)
    {
        switch (move)
        {
            case Move.LoseMessage or Move.BreakLog:
                // A connection that loses a message delivers nothing behind it.
                Break(life, losesSent: move == Move.LoseMessage);
                break;
            case Move.CrashWorker:
                Tally.Add("crashes");
                Exit(life, "it crashed");
                break;
            case Move.StopWorker:
                Say(() => $"{life} is stopped");
                Tally.Add("stops");
                life.IsStopped = true;
                break;
            case Move.LoseEpochReply:
                DecideEpoch(life, isLost: true);
                break;
            case Move.LoseLeadReply:
                DecideLead(life, isLost: true);
                break;
            case Move.ShiftWorkerClock:
                life.Skew += TimeSpan.FromMilliseconds(_chance.Between(100, 5000));
                break;
            case Move.FailDisk:
                life.Slot.Disk.FailAt(_chance.Of(Enum.GetValues<StoreStep>()), _chance.Between(1, 3));
                break;
            case Move.HoldDown:
                life.Slot.IsHeldDown = true;
                Exit(life, "its slot is held down");
                break;
            case Move.BreakSnapshot:
                if (life.WantsSnapshot)
                    Exit(life, "it crashed in a snapshot");
                break;
            default:
                MakeWorldFault(move);
                break;
        }
    }

    private void MakeWorldFault(Move move)
    {
        switch (move)
        {
            case Move.ContinueWorker:
                Continue(_chance.OneOf([.. Lives.Where(life => life.IsStopped)]));
                break;
            case Move.ExpireSession:
                Expire(_chance.OneOf(_members.Sessions));
                break;
            case Move.Requeue:
                Requeue(_chance.OneOf([.. Lives.Where(life => _queue.Serves(life) && (life.IsStopped || _chance.Percent(20)))]));
                break;
            case Move.ForgetEpochs when _plan.ForgetsEpochs:
                Say(() => "the source of epochs begins at 0 again");
                Tally.Add("epochs forgotten");
                _members.ForgetEpochs();
                break;
            case Move.LosePower:
                LosePower();
                break;
            case Move.KillAll:
                KillAll();
                break;
            case Move.KillLog when _plan.IsBroker:
                Tally.Add("log restarts");
                BreakAll();
                break;
            case Move.RecreateLog when _plan.IsBroker && !_plan.ForgetsEpochs:
                _mayRebuild = true;
                Recreate();
                BreakAll();
                break;
            case Move.PurgeLog when _plan.PurgesLog:
                // Positions of a log that was made anew begin at 1 again: the newer snapshot may have the lower one.
                if (_snapshots.Oldest is not null && _logs[0].Purge(_snapshots.All.Min(snapshot => snapshot.Info.Position)))
                    Tally.Add("log purges");
                break;
            default:
                MakeOtherFault(move);
                break;
        }
    }

    private void MakeOtherFault(Move move)
    {
        switch (move)
        {
            case Move.CorruptSnapshot:
                Corrupt(_chance.OneOf(_snapshots.All));
                break;
            case Move.Grow:
                Grow();
                break;
            case Move.Shrink:
                Shrink();
                break;
            case Move.RetireSlot:
                Retire();
                break;
            case Move.LetUp:
                if (_chance.OneOf([.. _slots.Where(slot => slot.IsHeldDown)]) is { } down)
                    down.IsHeldDown = false;
                break;
            case Move.ShiftQueueClock:
                // Forward by up to ten minutes, back by less than a minute: further back is not covered.
                _queueSkew += _chance.Percent(70) ? _chance.Between(1_000, 600_000) : -_chance.Between(1_000, 50_000);
                break;
            case Move.PoisonApply:
                NewWrite(_chance.Percent(40) ? "poison" : "flaky");
                break;
            case Move.PoisonTake:
                NewWrite("", endsTakers: true);
                break;
            case Move.RestoreOrImport when _chance.Percent(50):
                PublishRestore();
                break;
            case Move.RestoreOrImport:
                PublishImport();
                break;
            case Move.ChangeSchema when _plan.HasSchema:
                _schema = $"{KeyValueSql.Drop};{KeyValueSql.Create}";
                break;
            case Move.DuplicateWrite:
                Duplicate();
                break;
            case Move.Force:
                Force();
                break;
            default:
                break;
        }
    }

    /// <summary>The log is new, or all that it held was purged: then it is empty too, but does not begin at 1.</summary>
    private void Recreate()
    {
        var keepsCount = _plan.Theme == Plan.Fronts && _chance.Percent(50);
        Tally.Add(keepsCount ? "logs emptied" : "logs recreated");
        Say(() => keepsCount ? "the log is empty" : "the log is new and empty");
        if (keepsCount)
            _logs[0].Empty();
        else
            _logs[0].Recreate();
    }

    private void Continue(Life? life)
    {
        if (life is null)
            return;
        Say(() => $"{life} goes on");
        life.IsStopped = false;
        if (life.Connection is null)
            Reconnect(life);
    }

    private void Expire(Session? session)
    {
        if (session is null)
            return;
        Say(() => $"the session of {session.Life} ends");
        _members.End(session);
        session.Life.HasLostSession = true;
    }

    private void Requeue(Life? life)
    {
        if (life is null)
            return;
        _queue.Close(life);
        // A worker that runs hears that its channel closed, and ends as it does when anything is unclear.
        life.HasLostSession = true;
        if (life.Runs)
            Exit(life, "its channel closed");
    }

    /// <summary>Of all machines, or of the broker's alone: the end of the log goes that was not on disk.</summary>
    private void LosePower()
    {
        Say(() => "power is lost");
        Tally.Add("power losses");
        if (_plan.ForgetsEpochs || (_plan.IsBroker && _plan.PurgesLog))
            _logs[0].Sync();
        if (!_plan.IsBroker || _chance.Percent(50))
        {
            foreach (var slot in _slots)
            {
                if (slot.Life is { } life)
                    Exit(life, "the power is gone");
                slot.Disk.LosePower(_plan.IsBroker ? 0 : _chance.Below(6));
            }
        }

        if (!_plan.IsBroker)
            LoseController();
        var lost = _logs.Sum(log => log.LosePower());
        if (lost > 0)
            Tally.Add("messages cut off");
        Say(() => $"the log lost {lost} messages");
        BreakAll();
    }

    private void KillAll()
    {
        Tally.Add("kills of all");
        foreach (var life in Lives.ToArray())
            Exit(life, "all are killed");
        if (_plan.IsBroker)
            return;
        LoseController();
        _connections.Clear();
    }

    private void LoseController()
    {
        foreach (var session in _members.Sessions.ToArray())
            _members.End(session);
        _queue.Clear();
    }

    /// <summary>The log's server restarts: nothing that was on its way arrives.</summary>
    private void BreakAll()
    {
        _connections.Clear();
        foreach (var life in Lives.ToArray())
            Break(life, losesSent: true);
    }

    private void Corrupt(SimSnapshot? snapshot)
    {
        // The only whole file is not damaged when the log does not reach back: that would be beyond what is promised.
        if (snapshot is null || _snapshots.All.Any(other => other.IsCorrupt) || _snapshots.All.Count < 2 || snapshot == _snapshots.All[^1])
            return;
        snapshot.IsCorrupt = true;
        snapshot.File = snapshot.File with { Hash = Digest.Of([1]), Rows = null };
        Tally.Add("snapshots damaged");
    }

    private void Grow()
    {
        if (_slots.Find(slot => !slot.IsWanted) is { } slot)
            slot.IsWanted = true;
        else if (_slots.Count < MaxSlots)
            AddSlot();
        Tally.Add("scaled up");
    }

    private void Shrink()
    {
        if (_slots.Count(slot => slot.IsWanted) < 2)
            return;
        var slot = _slots.Last(slot => slot.IsWanted);
        slot.IsWanted = false;
        if (slot.Life is { } life)
            Exit(life, "its slot is not wanted");
        Tally.Add("scaled down");
        if (_mutant.ForgetsAbsentSlots)
            _members.Roster.Remove(slot.Number);
    }

    /// <summary>A slot leaves the roster when all others that are in it have applied what it had.</summary>
    private void Retire()
    {
        if (_chance.OneOf([.. _slots.Where(slot => !slot.IsWanted && _members.Roster.Contains(slot.Number))]) is not { } gone
            || _members.Sessions.Exists(session => session.Life.Slot == gone))
        {
            return;
        }

        var others = _slots.Where(slot => slot != gone && _members.Roster.Contains(slot.Number)).ToList();
        if (others.Count == 0 || others.Exists(slot => slot.Disk.Committed.Meta.Applied < gone.Disk.Committed.Meta.Applied))
            return;
        Say(() => $"slot {gone.Number} is retired");
        Tally.Add("slots retired");
        _members.Roster.Remove(gone.Number);
        gone.Disk.Purge();
    }

    /// <summary>An operator who is told what blocks accepts the loss.</summary>
    private void Force()
    {
        if (_members.Leader is not null || _members.Sessions.TrueForAll(session => session.State.Trouble.Length == 0))
            return;
        Say(() => "an operator forces a leader");
        _members.IsForced = true;
    }
}
