using Capstan.Containers.Processes.Native;
using Capstan.Core.Replicas;

namespace Capstan.Containers.Processes.Guarding;

/// <summary>The replicas of a guard, and their journal. Its lock also orders signals to groups before the reaping of their leaders.</summary>
internal sealed class ReplicaTable(string stateFolder)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ReplicaId, GuardReplica> _byId = [];
    private readonly Dictionary<int, GuardReplica> _unreaped = [];
    private readonly string _bootId = ProcFile.BootId();
    private readonly ProcessIdentity _guard = ProcessIdentity.Of(Environment.ProcessId)!.Value;

    /// <summary>Takes in a replica and writes it into the journal; both or neither.</summary>
    public void Add(GuardReplica replica)
    {
        lock (_lock)
        {
            _byId[replica.Id] = replica;
            _unreaped[replica.Process.Pid] = replica;
            try
            {
                Save();
            }
            catch
            {
                _byId.Remove(replica.Id);
                _unreaped.Remove(replica.Process.Pid);
                throw;
            }
        }
    }

    /// <summary>
    /// Forgets a replica. The journal may go on naming it when it cannot be written: its process is gone, so the entry is void.
    /// </summary>
    public void Remove(GuardReplica replica)
    {
        lock (_lock)
        {
            _byId.Remove(replica.Id);
            if (_unreaped.GetValueOrDefault(replica.Process.Pid) == replica)
                _unreaped.Remove(replica.Process.Pid);
            try
            {
                Save();
            }
            catch (IOException full)
            {
                Console.Error.WriteLine($"capstan: {ProcessJournal.PathIn(stateFolder)} cannot be written: {full.Message}");
            }
        }
    }

    /// <summary>Writes the journal of a guard that has just begun.</summary>
    public void Open()
    {
        lock (_lock)
            Save();
    }

    public GuardReplica? Find(ReplicaId id)
    {
        lock (_lock)
            return _byId.GetValueOrDefault(id);
    }

    /// <summary>Whether the number belongs to a first process that was not reaped, so that it cannot have been used again.</summary>
    public bool IsHeld(GuardReplica replica)
    {
        lock (_lock)
            return _unreaped.GetValueOrDefault(replica.Process.Pid) == replica;
    }

    /// <summary>Whether another replica got the number of this one, whose first process ended.</summary>
    public bool IsReused(GuardReplica replica)
    {
        lock (_lock)
            return _unreaped.TryGetValue(replica.Process.Pid, out var owner) && owner != replica;
    }

    /// <summary>Sends signals to the replica's group, if its number is still held; false when it is not.</summary>
    public bool SignalGroup(GuardReplica replica, params ReadOnlySpan<int> signals)
    {
        lock (_lock)
        {
            if (_unreaped.GetValueOrDefault(replica.Process.Pid) != replica)
                return false;
            foreach (var signal in signals)
                _ = Libc.Kill(-replica.Process.Pid, signal);
            return true;
        }
    }

    /// <summary>Whether the first process runs: not when it has ended, nor when a signal has stopped all of its threads.</summary>
    public unsafe bool IsGoing(GuardReplica replica)
    {
        lock (_lock)
        {
            if (_unreaped.GetValueOrDefault(replica.Process.Pid) != replica)
                return false;
            var info = stackalloc byte[Libc.WaitInfoSize];
            *(int*)(info + Libc.WaitInfoPid) = 0;
            const int Options = Libc.WaitStopped | Libc.WaitExited | Libc.WaitNoReap | Libc.WaitAtOnce;
            return Libc.WaitId(Libc.WaitOne, replica.Process.Pid, info, Options) == 0 && *(int*)(info + Libc.WaitInfoPid) == 0;
        }
    }

    public void KillAllGroups()
    {
        lock (_lock)
        {
            foreach (var pid in _unreaped.Keys)
                _ = Libc.Kill(-pid, Signals.Kill);
        }
    }

    /// <summary>
    /// Reaps a child that has ended. The group of a replica is killed first, while its number cannot have been used again, unless a
    /// polite end is under way.
    /// </summary>
    public unsafe void Reap(int pid)
    {
        lock (_lock)
        {
            _unreaped.Remove(pid, out var replica);
            if (replica is { IsStopping: false })
                _ = Libc.Kill(-pid, Signals.Kill);
            int status;
            if (Libc.WaitPid(pid, &status, 0) == pid)
                replica?.SetEnded((status & 0x7f) == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f));
        }
    }

    private void Save() =>
        new ProcessJournal(_bootId, _guard, [.. _byId.Values.Select(replica => new JournalEntry(replica.Id, replica.Process))]).Save(stateFolder);
}
