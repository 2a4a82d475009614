using Capstan.Containers.Processes.Native;

namespace Capstan.Containers.Processes;

/// <summary>
/// Ends what an earlier guard of this state folder left running. A process is ours when the journal names it by number and start
/// time, when it lives in the session or group of such a process, when its environment carries this stack's marker, or when it
/// descends from one of these. A process that merely got a number of ours is never touched.
/// </summary>
internal sealed class Leftovers(string stateFolder, TimeProvider time)
{
    private static readonly TimeSpan GuardPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan GuardPause = TimeSpan.FromMilliseconds(10);
    private readonly string _prefix = ReplicaMarker.StackOf(stateFolder) + "/";

    /// <exception cref="RuntimeUnavailableException">A process does not die.</exception>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        var journal = ProcessJournal.Load(stateFolder);
        if (journal is not null && journal.BootId != ProcFile.BootId())
            journal = null;
        if (journal is not null)
            await AwaitGuardAsync(journal.Guard, cancellationToken);
        var left = await new ProcessEnder(time).KillAsync(table => Find(table, journal), cancellationToken);
        if (left.Count > 0)
            throw new RuntimeUnavailableException(
                $"Process {left[0].Pid} of an earlier run does not die (state {left[0].State}); it hangs in the kernel, look at its disk or restart the machine.");
        File.Delete(ProcessJournal.PathIn(stateFolder));
        foreach (var gate in Directory.EnumerateFiles(stateFolder, "gate.*"))
            File.Delete(gate);
    }

    /// <summary>The leftovers among the processes of the machine.</summary>
    public IReadOnlyList<ProcStat> Find(ProcessTable table, ProcessJournal? journal)
    {
        var known = (journal?.Entries ?? []).Select(entry => entry.Process).Where(table.Has).Select(process => process.Pid).ToHashSet();
        if (journal is not null && table.Has(journal.Guard))
            known.Add(journal.Guard.Pid);
        // We and our parents cannot be leftovers, even when Capstan was started from inside a replica of this stack.
        var ourselves = table.Ancestry(Environment.ProcessId);
        var roots = table.All.Where(stat => !ourselves.Contains(stat.Pid) && (known.Contains(stat.Pid) || known.Contains(stat.Session)
            || known.Contains(stat.Group) || ReplicaMarker.IsOn(stat.Pid, _prefix)));
        return [.. table.WithDescendants(roots.Select(stat => stat.Pid)).Where(stat => !ourselves.Contains(stat.Pid))];
    }

    // A guard that has just lost its controller is at this very work already; only one that does not come to its end is killed.
    private async Task AwaitGuardAsync(ProcessIdentity guard, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        while (guard.IsAlive && time.GetElapsedTime(begin) < GuardPatience)
            await Task.Delay(GuardPause, time, cancellationToken);
        guard.Send(Signals.Kill);
    }
}
