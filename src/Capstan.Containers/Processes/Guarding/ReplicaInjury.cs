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
    private readonly Lock _lock = new();
    private readonly Dictionary<GuardReplica, (long Number, ITimer End)> _pauses = [];
    private long _lastPause;

    /// <summary>Does what a call asks for.</summary>
    /// <returns>False when the replica does not run.</returns>
    public bool Inflict(Frame call) =>
        ReplicaId.TryParse(call.Replica, out var id) && table.Find(id) is { Ended.IsCompleted: false } replica && call.Kind switch
        {
            FrameKind.Kill => table.SignalGroup(replica, Signals.Kill),
            FrameKind.Pause => Pause(replica, TimeSpan.FromTicks(call.Amount)),
            FrameKind.Resume => Resume(replica),
            _ => throw new InvalidDataException($"{call.Kind} is no injury."),
        };

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
