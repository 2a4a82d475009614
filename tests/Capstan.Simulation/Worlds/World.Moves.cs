using Capstan.Database.Log;
using Capstan.Simulation.Workers;

namespace Capstan.Simulation.Worlds;

/// <summary>The ordinary course of things.</summary>
internal sealed partial class World
{
    private void Make(Move move)
    {
        _now += TimeSpan.FromMilliseconds(_chance.Below(20));
        switch (move)
        {
            case Move.Deliver:
                if (_chance.OneOf(_connections) is { } connection)
                    Deliver(connection);
                break;
            case Move.Sync:
                // A broker leaves that to the kernel.
                if (!_plan.IsBroker || _chance.Percent(10))
                    _logs[_chance.Below(_logs.Length)].Sync();
                break;
            case Move.Time:
                _now += TimeSpan.FromMilliseconds(_chance.Between(50, 1000));
                break;
            case Move.GiveWrites:
                _queue.Give(QueueClock);
                break;
            case Move.NewWrite:
                NewWrite("");
                break;
            case Move.Retry:
                Retry();
                break;
            case Move.Start:
                if (_chance.OneOf([.. _slots.Where(slot => slot.Life is null)]) is { } slot)
                    Start(slot);
                break;
            default:
                if (AnyLife() is { } life && !MakeWith(life, move))
                    MakeFault(life, move);
                else if (_slots.Count > 0)
                    MakeWorldFault(move);
                break;
        }
    }

    private bool MakeWith(Life life, Move move)
    {
        switch (move)
        {
            case Move.Read:
                Read(life, _plan.Readers);
                return true;
            case Move.Tick:
                Drive(life, life.Core.OnTick);
                return true;
            case Move.CaptureView:
                life.View = _members.View(_snapshots.Newest);
                return true;
            case Move.DeliverView:
                DeliverView(life);
                return true;
            case Move.DeliverReport:
                DeliverReport(life);
                return true;
            case Move.DecideEpoch:
                DecideEpoch(life, isLost: false);
                return true;
            case Move.DeliverEpoch:
                DeliverEpoch(life);
                return true;
            case Move.DecideLead:
                DecideLead(life, isLost: false);
                return true;
            case Move.DeliverLead:
                DeliverLead(life);
                return true;
            case Move.TakeWrites:
                TakeWrites(life);
                return true;
            case Move.Reading:
                ReadData(life);
                return true;
            case Move.MakeSnapshot:
                MakeSnapshot(life);
                return true;
            case Move.PurgeTables:
                PurgeTables(life);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The first message of a connection arrives at the log.</summary>
    private void Deliver(Connection connection)
    {
        if (!connection.Sent.TryDequeue(out var sent))
        {
            if (!connection.IsOpen)
                _connections.Remove(connection);
            return;
        }

        _logs[sent.Log].Append(sent.Records);
        Say(() => $"log: {string.Join(", ", sent.Records)} from {connection.Owner}{(connection.IsOpen ? "" : ", late")}");
        if (!connection.IsOpen)
            Tally.Add("late messages");
        if (_mutant.AnswersOnConfirm && connection.IsOpen)
            AnswerConfirmed(connection.Owner, sent.Records);
    }

    private void Read(Life life, int most)
    {
        if (life.Cursor is not { } cursor || life.Connection is null)
            return;
        var log = LogOf(life.Slot);
        if (log.Read(cursor, _chance.Between(1, most)) is { } messages)
        {
            if (messages.Count > 0)
                life.Cursor = messages[^1].Position;
            Drive(life, now => life.Core.OnLog(messages, now));
            if (life.IsAlive && messages.Count > 0 && _mutant.EndsAfterReading(life, _chance))
                Exit(life, "it crashed");
            return;
        }

        if (_mutant.ClampsSilently)
        {
            life.Cursor = log.PurgedUpTo;
            return;
        }

        Tally.Add("gaps");
        life.Cursor = null;
        Say(() => $"{life} wants what follows {cursor}, the log begins behind {log.PurgedUpTo}");
        Drive(life, now => life.Core.OnGap(log.PurgedUpTo.Next, [.. _snapshots.All.Select(snapshot => snapshot.Info)], now));
    }

    private void DeliverView(Life life)
    {
        if (life.HasLostSession)
        {
            Exit(life, "its session ended");
            return;
        }

        if (life.View is not { } view)
            return;
        life.View = null;
        Drive(life, now => life.Core.OnMembers(view, now));
    }

    private static void DeliverReport(Life life)
    {
        if (life.Report is not { } state || life.Session is not { IsOpen: true } session)
            return;
        session.State = state;
        life.Report = null;
    }

    private void DecideEpoch(Life life, bool isLost)
    {
        if (life.EpochAbove is not { } above || life.Session is not { IsOpen: true })
            return;
        life.EpochAbove = null;
        var epoch = isLost && _chance.Percent(50) ? (Epoch?)null : _members.TakeEpoch(above);
        Say(() => $"{life} asked for an epoch above {above}: {epoch}{(isLost ? ", lost" : "")}");
        life.EpochReply = (true, isLost ? null : epoch);
    }

    private void DeliverEpoch(Life life)
    {
        if (life.EpochReply is not (true, var epoch))
            return;
        life.EpochReply = default;
        Drive(life, now => life.Core.OnEpoch(epoch, now));
    }

    /// <param name="life">Who wants to lead.</param>
    /// <param name="isLost">Whether it is told a refusal, whatever was done.</param>
    private void DecideLead(Life life, bool isLost)
    {
        if (life.LeadWanted is not { } epoch)
            return;
        life.LeadWanted = null;
        var isForced = _members.IsForced;
        var isTaken = _members.TakeLead(life.Session!, epoch);
        life.LeadReply = isTaken && !isLost;
        if (isTaken && isLost)
            Tally.Add("lead replies lost");
        if (isForced && life.LeadReply == true)
        {
            _mayRebuild = true;
            _ledger.Force(life.Core.Replica.Applied);
            Tally.Add("forced leaders");
        }

        Say(() => $"{life} wants to lead epoch {epoch}: {isTaken}{(isLost ? ", lost" : "")}");
    }

    private void DeliverLead(Life life)
    {
        if (life.LeadReply is not { } taken)
            return;
        life.LeadReply = null;
        Drive(life, now => life.Core.OnLead(taken, now));
    }

    private void ReadData(Life life)
    {
        var replica = life.Core.Replica;
        if (life.Core.IsReady && life.Slot.Disk.HasData)
            _ledger.Showed(replica.Applied, replica.Chain);
    }

    private void MakeSnapshot(Life life)
    {
        var file = life.Slot.Disk.Committed;
        var isAsked = life.WantsSnapshot;
        if (!life.Slot.Disk.HasData || (!isAsked && (!life.Core.IsReady || file.Meta.ScanLsn != file.Meta.Applied || file.Meta.Applied <= _snapshots.Newest)))
            return;
        life.WantsSnapshot = false;
        var snapshot = _snapshots.Offer(file);
        Say(() => $"{life} made the snapshot of {snapshot.Lsn}");
        Tally.Add("snapshots made");
        if (isAsked)
            Drive(life, now => life.Core.OnSnapshot(snapshot, now));
    }

    /// <summary>What the host does now and then: old records up to the older snapshot, and expired answers.</summary>
    private void PurgeTables(Life life) => Drive(life, _ =>
    {
        var replica = life.Core.Replica;
        if (_snapshots.Oldest is { } oldest && oldest.Info.Lsn <= replica.Applied)
            replica.Store.Records.Purge(oldest.Info.Lsn);
        replica.Store.Answers.Purge(_mutant.PurgesEarly ? replica.LogTime + (2 * KeyRetention) : replica.LogTime);
        return [];
    });
}
