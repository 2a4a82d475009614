using Capstan.Containers.Processes.Native;
using Capstan.Containers.Processes.Wire;
using Capstan.Core.Replicas;

namespace Capstan.Containers.Processes.Guarding;

/// <summary>
/// Kills and pauses replicas on purpose. The end of a pause is kept here and not in the controller: whoever asked for it may be gone by
/// then, and a guard that ends takes its replicas along, paused or not.
/// </summary>
internal sealed class ReplicaInjury(ReplicaTable table, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private readonly Dictionary<GuardReplica, (long Number, ITimer End)> _pauses = [];
    private long _lastPause;

    /// <summary>Does what a call asks for; of a pause it tells when the replica stands still.</summary>
    /// <returns>False when the replica does not run.</returns>
    public async Task<bool> InflictAsync(Frame call)
    {
        if (!ReplicaId.TryParse(call.Replica, out var id) || table.Find(id) is not { Ended.IsCompleted: false } replica)
            return false;
        return call.Kind switch
        {
            FrameKind.Kill => table.SignalGroup(replica, Signals.Kill),
            FrameKind.Pause => await PauseAsync(replica, TimeSpan.FromTicks(call.Amount)),
            FrameKind.Resume => Resume(replica),
            _ => throw new InvalidDataException($"{call.Kind} is no injury."),
        };
    }

    // A process takes up the signal when it next has a processor, and each of its threads for itself: until then it goes on, so somebody who
    // was told of the pause could still be answered. One that waits for a disk may not stop for long.
    private async Task<bool> PauseAsync(GuardReplica replica, TimeSpan length)
    {
        if (!Pause(replica, length))
            return false;
        var begin = time.GetTimestamp();
        while (IsPaused(replica) && table.IsGoing(replica) && time.GetElapsedTime(begin) < Patience)
            await Task.Delay(Look, time);
        return true;
    }

    private bool IsPaused(GuardReplica replica)
    {
        lock (_lock)
            return _pauses.ContainsKey(replica);
    }

    private bool Pause(GuardReplica replica, TimeSpan length)
    {
        lock (_lock)
        {
            Forget(replica);
            if (!table.SignalGroup(replica, Signals.Stop))
                return false;
            var number = ++_lastPause;
            _pauses[replica] = (number, time.CreateTimer(_ => End(replica, number), null, length, Timeout.InfiniteTimeSpan));
            return true;
        }
    }

    // A timer that was late for its own pause must not end the next one.
    private void End(GuardReplica replica, long number)
    {
        lock (_lock)
        {
            if (_pauses.TryGetValue(replica, out var pause) && pause.Number == number)
                Resume(replica);
        }
    }

    // Of one that ended meanwhile the number is not held any more, so nobody else is signalled.
    private bool Resume(GuardReplica replica)
    {
        lock (_lock)
        {
            Forget(replica);
            return table.SignalGroup(replica, Signals.Continue);
        }
    }

    private void Forget(GuardReplica replica)
    {
        if (_pauses.Remove(replica, out var pause))
            pause.End.Dispose();
    }
}
