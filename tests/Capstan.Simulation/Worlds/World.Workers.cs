using Capstan.Database.Applying;
using Capstan.Database.Leadership;
using Capstan.Database.Log;
using Capstan.Simulation.Ledgers;
using Capstan.Simulation.Workers;
using Capstan.Testing.Databases;

namespace Capstan.Simulation.Worlds;

/// <summary>Starts, drives and ends workers, and carries out what they decide.</summary>
internal sealed partial class World
{
    private const long KeyRetention = 1_000_000_000;

    private int _pids = 100;

    private void Start(Slot slot)
    {
        if (slot.Life is not null || slot.IsHeldDown || !slot.IsWanted)
            return;
        if (!slot.Disk.HasData && _snapshots.Fetch(null) is { } file)
        {
            slot.Disk.Install(file);
            Tally.Add("snapshots loaded");
        }

        var store = slot.Disk.Open(_plan.IsBroker);
        var id = _chance.Guid();
        var applier = _mutant.Applier(store, new SimRestoreFiles(), new ApplySettings(KeyRetention, _plan.KeyLimit));
        var replica = new Replica(store, applier, _mutant.Rule(), slot.Disk.Marks);
        var pipeline = _mutant.Pipeline(store, replica, _chance.Long);
        pipeline.Groups = _plan.Groups;
        var core = _mutant.Core(id, slot.Number, replica, pipeline, _mutant.Election(), this, _settings with { Schema = _schema });
        var life = new Life(id, _pids += _chance.Between(1, 3), slot) { Core = core, Session = null };
        slot.Life = life;
        life.Session = new Session(life);
        _members.Join(life.Session);
        Say(() => $"{life} starts at applied {replica.Applied}, scan {replica.Scan.Epoch}/{replica.Scan.Lsn}, position {replica.SavedPosition}");
        Tally.Add("starts");
        Connect(life);
    }

    private void Connect(Life life)
    {
        life.Connection = new Connection(life);
        _connections.Add(life.Connection);
        life.Cursor = null;
        var end = LogOf(life.Slot).End;
        Drive(life, now => life.Core.Start(end, now));
    }

    private void Drive(Life life, Func<TimeSpan, IReadOnlyList<WorkerEffect>> decide)
    {
        if (!life.IsAlive)
            return;
        var slot = life.Slot;
        var before = slot.Disk.Committed.Meta.Applied;
        IReadOnlyList<WorkerEffect> effects;
        try
        {
            effects = decide(_now + life.Skew);
        }
        catch (SimulatedCrashException)
        {
            Tally.Add("ends while applying");
            Exit(life, "a record ended it");
            return;
        }
        catch (StoreFailedException failure)
        {
            Tally.Add("disk failures");
            Exit(life, failure.Message);
            return;
        }

        if (slot.Disk.Committed.Meta.Applied != before)
            _ledger.Committed(slot, before, _slots);
        foreach (var effect in effects)
        {
            if (!life.IsAlive)
                return;
            Carry(life, effect);
        }
    }

    private void Carry(Life life, WorkerEffect effect)
    {
        switch (effect)
        {
            case WorkerEffect.ReadLog read:
                life.Cursor = read.After;
                break;
            case WorkerEffect.Append append:
                Send(life, append.Records);
                break;
            case WorkerEffect.TakeEpoch take:
                life.EpochAbove = take.Above;
                break;
            case WorkerEffect.TakeLead take:
                life.LeadWanted = take.Epoch;
                break;
            case WorkerEffect.ConsumeWrites consume:
                Say(() => $"{life} leads epoch {consume.Epoch}");
                Tally.Add("elections");
                _members.Leads(life.Id, consume.Epoch);
                _queue.Register(life, consume.Epoch);
                break;
            case WorkerEffect.Reply reply:
                Answer(life, reply.Delivery, reply.Answer);
                break;
            case WorkerEffect.Report report:
                life.Report = report.State;
                break;
            case WorkerEffect.MakeSnapshot:
                // For a log that goes on from a snapshot: copies that hold less are rebuilt on it.
                life.WantsSnapshot = _mayRebuild = true;
                break;
            default:
                CarryRare(life, effect);
                break;
        }
    }

    private void CarryRare(Life life, WorkerEffect effect)
    {
        switch (effect)
        {
            case WorkerEffect.LoadSnapshot load:
                Exit(life, $"loads the snapshot of {load.Snapshot?.Lsn ?? _snapshots.Newest}");
                if (_snapshots.Fetch(load.Snapshot) is { } file)
                {
                    life.Slot.Disk.Install(file);
                    Tally.Add("snapshots loaded");
                }

                break;
            case WorkerEffect.DiscardSnapshots discard:
                _snapshots.Discard(discard.From);
                break;
            case WorkerEffect.Note note:
                Say(() => $"{life} notes {note.Kind}: {note.Detail}");
                Tally.Add(note.Kind);
                _mayRebuild |= note.Kind == "record-skipped";
                break;
            case WorkerEffect.End end:
                End(life, end);
                break;
            default:
                throw new InvalidOperationException($"There is no way to carry out {effect}.");
        }
    }

    private void End(Life life, WorkerEffect.End end)
    {
        Tally.Add("ends: " + end.Reason);
        Exit(life, $"{end.Reason}: {end.Detail}");
        if (end.Reason == WorkerEnd.Failed)
            life.Slot.Failures++;
        if (end.Reason != WorkerEnd.Rebuild)
            return;
        if (!_mayRebuild)
            throw new ViolationException("sound-copy-dropped", $"{life} sets its copy aside without a cause: {end.Detail}");
        life.Slot.Disk.SetAside();
    }

    /// <summary>The process is gone. What it sent may still arrive, and its session may live on.</summary>
    private void Exit(Life life, string reason)
    {
        Say(() => $"{life} ends: {reason}");
        life.IsAlive = false;
        life.Slot.Life = null;
        life.Slot.Disk.Crash();
        Disconnect(life, _chance.Percent(50));
        _queue.Close(life);
        if (life.Session is { } session && (!_plan.IsBroker || _chance.Percent(70)))
            _members.End(session);
    }

    private void Disconnect(Life life, bool losesSent)
    {
        if (life.Connection is not { } connection)
            return;
        connection.IsOpen = false;
        life.Connection = null;
        life.Cursor = null;
        if (losesSent)
            _connections.Remove(connection);
    }

    private void Send(Life life, IReadOnlyList<LogRecord> records)
    {
        if (life.Connection is not { } connection)
            return;
        for (var log = 0; log < _logs.Length; log++)
            connection.Sent.Enqueue((log, records));
    }

    /// <summary>The log's connection of a living worker breaks: it hears so, then connects again.</summary>
    private void Break(Life life, bool losesSent)
    {
        if (life.Connection is null)
            return;
        Say(() => $"{life} loses its log");
        Disconnect(life, losesSent);
        if (!life.IsStopped)
            Reconnect(life);
    }

    private void Reconnect(Life life)
    {
        Drive(life, life.Core.OnLogBroken);
        if (life.IsAlive)
            Connect(life);
    }

    private sealed class SimRestoreFiles : IRestoreFiles
    {
        public string PathOf(Digest digest) => digest.ToString();
    }
}
