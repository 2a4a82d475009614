using Capstan.Database.Leadership;
using Capstan.Simulation.Ledgers;
using Capstan.Simulation.Workers;

namespace Capstan.Simulation.Worlds;

/// <summary>Ends all faults and lets the world come to rest.</summary>
internal sealed partial class World
{
    private bool _isHealing;

    private void Heal()
    {
        Say(() => "healing");
        _isHealing = true;
        CheckBlocked();
        foreach (var slot in _slots.Where(slot => _members.Roster.Contains(slot.Number) || slot.IsWanted))
            (slot.IsHeldDown, slot.IsWanted) = (false, true);
        Settle(_plan.HealingRounds, mustSettle: true);
        foreach (var request in _ledger.Requests)
            _queue.Publish(request.Intent.IsKeyed ? request.Intent with { Deadline = QueueClock + Patience } : request.Intent, request.EndsTakers);
        Settle(_plan.HealingRounds, mustSettle: true);
    }

    /// <summary>One slot stays down. Either the others go on without it, or somebody says why they do not.</summary>
    private void CheckBlocked()
    {
        if (_slots.Count(slot => slot.IsWanted) < 2 || !_chance.Percent(25))
            return;
        var down = _chance.Of([.. _slots.Where(slot => slot.IsWanted)]);
        down.IsHeldDown = true;
        if (down.Life is { } life)
            Exit(life, "its slot is held down");
        // As long as somebody comes to lead, nobody is blocked: writes may end one leader after the other.
        long led;
        do
        {
            led = Tally["elections"];
            if (!Settle(_plan.HealingRounds / 8, mustSettle: false))
                continue;
            Tally.Add("led without a slot");
            return;
        }
        while (Tally["elections"] > led);

        if (!Lives.Any())
            return;
        if (_members.Sessions.TrueForAll(session => session.State.Trouble.Length == 0))
            throw new ViolationException("silent-block", $"nobody leads without slot {down.Number}, and nobody says why. {Standing()}");
        Tally.Add("blocked without a slot");
        if (!_chance.Percent(50))
            return;
        // A forced leader may end too: then the operator is asked again.
        var before = Tally["elections"];
        for (var tries = 4; Tally["elections"] == before && !Settle(_plan.HealingRounds / 8, mustSettle: tries == 0); tries--)
            Force();
        Tally.Add("forced");
    }

    private bool Settle(int rounds, bool mustSettle)
    {
        for (var round = 0; round < rounds; round++, _step++)
        {
            Round();
            if (IsSettled())
                return true;
        }

        return mustSettle ? throw new ViolationException("no-progress", Standing()) : false;
    }

    private void Round()
    {
        _now += TimeSpan.FromMilliseconds(_chance.Between(5, 30));
        foreach (var slot in _slots)
        {
            if (_chance.Percent(20))
                Start(slot);
        }

        foreach (var session in _members.Sessions.Where(session => !session.Life.Runs && _chance.Percent(5)).ToArray())
            Expire(session);
        foreach (var connection in _connections.ToArray())
        {
            for (var count = Math.Max(1, connection.Sent.Count); count > 0; count--)
                Deliver(connection);
        }

        foreach (var log in _logs)
            log.Sync();
        _queue.Give(QueueClock);
        foreach (var life in Lives.ToArray())
            Round(life);
    }

    private void Round(Life life)
    {
        if (life.IsStopped)
            Continue(life);
        Read(life, 8);
        foreach (var move in new[]
        {
            Move.DeliverReport, Move.CaptureView, Move.DeliverView, Move.Tick, Move.DecideEpoch, Move.DeliverEpoch, Move.DecideLead, Move.DeliverLead, Move.TakeWrites,
        })
        {
            if (life.IsAlive && _chance.Percent(80))
                MakeWith(life, move);
        }

        if (life.WantsSnapshot && life.IsAlive)
            MakeSnapshot(life);
    }

    private bool IsSettled()
    {
        if (_queue.Depth > 0 || _connections.Exists(connection => connection.Sent.Count > 0))
            return false;
        var leader = Lives.FirstOrDefault(life => life.Id == _members.Leader);
        if (leader is null || leader.Core.Role != WorkerRole.Leading || !_queue.Serves(leader))
            return false;
        return _slots.Where(slot => slot.IsWanted && !slot.IsHeldDown).All(slot => slot.Life is { Runs: true, HasLostSession: false } life
            && life.Core.IsReady && life.Cursor >= LogOf(slot).End && life.Core.Replica.Applied == leader.Core.Replica.Applied);
    }

    private string Standing() => string.Join("; ", _slots.Select(slot => slot.Life is { } life
        ? $"{life} {life.Core.Role} applied {life.Core.Replica.Applied} scan {life.Core.Replica.Scan.Epoch}/{life.Core.Replica.Scan.Lsn} "
            + $"stuck {life.Core.Replica.StuckAt} ready {life.Core.IsReady} knows {life.Core.KnowsLog} cursor {life.Cursor} '{life.Session?.State.Trouble}'"
        : $"w{slot.Number} is down")) + $"; queue {_queue.Depth}, log ends at {_logs[0].End}, leader {_members.Leader?.ToString() ?? "none"}, failures {_slots.Sum(slot => slot.Failures)}";
}
