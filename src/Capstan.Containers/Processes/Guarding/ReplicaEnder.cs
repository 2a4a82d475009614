using System.Collections.Frozen;
using Capstan.Containers.Processes.Native;

namespace Capstan.Containers.Processes.Guarding;

/// <summary>Ends one replica with all that descends from it, or everything that descends from the guard.</summary>
internal sealed class ReplicaEnder(ReplicaTable table, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan OutputPatience = TimeSpan.FromSeconds(1);
    private readonly ProcessEnder _ender = new(time);

    /// <summary>Asks politely, waits up to the grace, kills.</summary>
    /// <returns>Null, or a process that does not die.</returns>
    public async Task<ProcStat?> StopAsync(GuardReplica replica, TimeSpan grace)
    {
        replica.IsStopping = true;
        // Remembered, because one that leaves the tree, the session and its environment can be recognised in no other way later.
        var seen = Find(ProcessTable.Now(), replica, FrozenSet<ProcessIdentity>.Empty).Select(stat => stat.Identity).ToHashSet();
        if (grace > TimeSpan.Zero && seen.Count > 0)
        {
            // Told apart before the signal: afterwards the first process may be gone, and its group with it, and the others would be
            // asked twice, which many programs take for impatience.
            var outside = seen.Where(process => !IsInGroup(process, replica)).ToList();
            var isGroupAsked = table.SignalGroup(replica, Signals.Terminate, Signals.Continue);
            foreach (var process in isGroupAsked ? outside : [.. seen])
            {
                process.Send(Signals.Terminate);
                process.Send(Signals.Continue);
            }
            await AwaitEndAsync(replica, grace, seen);
        }
        if (await KillAsync(replica, seen) is { } left)
            return left;
        await replica.Ended;
        foreach (var output in replica.Outputs)
            await output.CloseAsync(OutputPatience, time);
        table.Remove(replica);
        return null;
    }

    /// <summary>Kills what is left of a replica.</summary>
    /// <returns>Null, or a process that does not die.</returns>
    public async Task<ProcStat?> KillAsync(GuardReplica replica, IReadOnlySet<ProcessIdentity> seen)
    {
        table.SignalGroup(replica, Signals.Kill);
        var left = await _ender.KillAsync(now => Find(now, replica, seen), CancellationToken.None);
        return left.Count == 0 ? null : left[0];
    }

    /// <summary>Kills every descendant of this process.</summary>
    public async Task KillAllAsync()
    {
        table.KillAllGroups();
        await _ender.KillAsync(Descendants, CancellationToken.None);
    }

    private static IReadOnlyList<ProcStat> Descendants(ProcessTable now) =>
        [.. now.WithDescendants([Environment.ProcessId]).Where(stat => stat.Pid != Environment.ProcessId)];

    private bool IsInGroup(ProcessIdentity process, GuardReplica replica) =>
        table.IsHeld(replica) && ProcStat.Of(process.Pid) is { } stat && stat.Group == replica.Process.Pid;

    private async Task AwaitEndAsync(GuardReplica replica, TimeSpan grace, IReadOnlySet<ProcessIdentity> seen)
    {
        var begin = time.GetTimestamp();
        try
        {
            await replica.Ended.WaitAsync(grace, time);
        }
        catch (TimeoutException)
        {
            return;
        }
        while (time.GetElapsedTime(begin) < grace && Find(ProcessTable.Now(), replica, seen).Count > 0)
            await Task.Delay(Pause, time);
    }

    // All descendants of replicas descend from the guard, which adopts those whose parents end.
    private IReadOnlyList<ProcStat> Find(ProcessTable now, GuardReplica replica, IReadOnlySet<ProcessIdentity> seen)
    {
        var number = table.IsReused(replica) ? 0 : replica.Process.Pid;
        var own = Descendants(now).Where(stat => stat.Identity == replica.Process || stat.Session == number || stat.Group == number
            || seen.Contains(stat.Identity) || ReplicaMarker.IsOn(stat.Pid, replica.Marker));
        return now.WithDescendants(own.Select(stat => stat.Pid));
    }
}
