using Capstan.Core.Workers;

namespace Capstan.Control.Databases;

/// <summary>Writes the status of databases from what the controller remembers.</summary>
internal sealed class DatabaseReport(ControlClock clock)
{
    /// <summary>A database now.</summary>
    public DatabaseStatus Write(DatabaseRecord database)
    {
        var front = database.Parts.Front.Read();
        var reading = database.Reading;
        var position = PositionOf(database);
        return new DatabaseStatus
        {
            Name = database.Name,
            Address = database.Parts.Front.Address,
            Followers = database.Wanted,
            ReadyFollowers = database.ReadyFollowers,
            Leader = database.HasLeader ? database.LeaderSlot : null,
            Epoch = reading.View.LeaderEpoch.Value,
            Position = position,
            LogBytes = reading.LogBytes,
            WriteDepth = reading.WriteDepth,
            ReadDepth = reading.ReadDepth,
            DeadDepth = reading.DeadDepth,
            Reads = front.Reads,
            Writes = front.Writes,
            Errors = front.Errors,
            ReadsPerSecond = Math.Round(database.ReadRate.Record(clock.Now, front.Reads), 1),
            WritesPerSecond = Math.Round(database.WriteRate.Record(clock.Now, front.Writes), 1),
            Window = WindowReport.Of(database, database.Spec.Scale, clock),
            Trouble = reading.Trouble.Length > 0 ? reading.Trouble : null,
            Roster = reading.View.Roster,
            Workers = [.. database.Slots.Values.Where(slot => slot.Replica is not null).Select(slot => Write(slot, position))],
        };
    }

    /// <summary>What keeps a database from being as wanted.</summary>
    public IEnumerable<string> Problems(DatabaseRecord database)
    {
        if (database.Reading.Trouble.Length > 0)
            yield return $"{database.Name}: {database.Reading.Trouble.TrimEnd('.')}.";
        foreach (var slot in database.Slots.Values.Where(slot => slot.FailedReason.Length > 0))
        {
            var wait = (slot.CrashLoop.NotBefore - clock.Now).TotalSeconds;
            var next = slot.Replica is null && wait > 0 ? $" Next try in {wait:0} s." : "";
            yield return $"{database.Name}/{slot.Number}: {slot.FailedReason.TrimEnd('.')}.{next}";
        }
    }

    private WorkerStatus Write(SlotRecord slot, long position)
    {
        var replica = slot.Replica!;
        var seen = replica.Worker?.Now;
        var state = ShownState.Of(replica.Life.State, replica.IsAlive, seen is not null);
        return new WorkerStatus
        {
            Slot = slot.Number,
            Role = seen is { } member ? member.IsLeader ? "leader" : "follower" : null,
            Pid = replica.IsAlive && replica.Seen.Pid > 0 ? replica.Seen.Pid : null,
            State = state,
            Since = state == ShownState.Silent && replica.Worker is { } watch ? clock.Wall - (clock.Now - watch.LastSeen) : replica.StateSince,
            Generation = replica.Id.Generation,
            Applied = replica.Worker?.Last?.Applied,
            Lag = seen is { } applied ? Math.Max(0, position - applied.Applied) : null,
            Detail = replica.Note ?? DetailOf(replica),
        };
    }

    private string? DetailOf(ReplicaRecord replica)
    {
        if (replica.Worker is not { } watch || !replica.IsAlive)
            return null;
        if (watch.Now is not { } seen)
            return watch.Last is null ? "has not joined yet" : $"has said nothing for {(clock.Now - watch.LastSeen).TotalSeconds:0} s";
        if (seen.Trouble.Length > 0)
            return seen.Trouble;
        return seen.IsReady ? null : "catches up";
    }

    // Not the log's end: that counts messages, and one message carries many records.
    private static long PositionOf(DatabaseRecord database)
    {
        var members = database.Reading.View.Members;
        return (members.FirstOrDefault(member => member.Id == database.Reading.View.Leader) is { } leader ? [leader] : members)
            .Select(member => member.State.Applied.Value).DefaultIfEmpty().Max();
    }
}
