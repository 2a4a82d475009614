using System.Globalization;
using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Database.Snapshots;
using Capstan.Testing.Runtimes;

namespace Capstan.Tests.Control;

/// <summary>
/// The engine of a database whose members are the running workers of a runtime: each is ready at once, and of the ready ones the lowest
/// pid leads, unless a test says otherwise.
/// </summary>
internal sealed class EngineTwin(string database, InMemoryRuntime runtime) : IDatabaseEngine
{
    private readonly Lock _lock = new();
    private readonly SortedSet<int> _roster = [];
    private readonly Dictionary<int, long> _applied = [];
    private readonly HashSet<int> _silent = [];
    private readonly HashSet<int> _unready = [];
    private int _leaderPid;
    private int _epoch;
    private bool _mayLead = true;

    public event Action<EngineNotice> Noticed = _ => { };

    public IRequestQueues Queues => throw new NotSupportedException("No test asks for them.");

    public ISnapshotStore Snapshots => throw new NotSupportedException("No test asks for them.");

    /// <summary>What a slot's retirement is answered. Default: yes.</summary>
    public Func<int, bool> Retires { get; set; } = _ => true;

    /// <summary>How long a retirement takes to be answered. Default: no time.</summary>
    public Func<CancellationToken, Task> Retiring { get; set; } = _ => Task.CompletedTask;

    public List<int> RetireCalls { get; } = [];

    /// <summary>The workers that it was last told to run.</summary>
    public IReadOnlyList<RunningWorker> Looked { get; private set; } = [];

    public int Forced { get; private set; }

    /// <summary>Why nobody can be forced to lead now; null when that can be.</summary>
    public string? ForceFault { get; set; }

    public string Trouble { get; set; } = "";

    public int LeaderPid => _leaderPid;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Expect(params int[] roster) => Set(() => _roster.UnionWith(roster));

    public void Silence(int slot) => Set(() => _silent.Add(slot));

    public void HoldBack(int slot) => Set(() => _unready.Add(slot));

    public void LetGo(int slot) => Set(() => _unready.Remove(slot));

    public void Apply(int slot, long lsn) => Set(() => _applied[slot] = lsn);

    public void SetMayLead(bool value) => Set(() => _mayLead = value);

    public void Lead(int slot) => Set(() => TakeLead(Running().Single(worker => worker.Id.Slot == slot).Pid));

    public void Tell(string kind, string detail, int? slot) => Noticed(new EngineNotice(kind, detail, slot));

    public EngineReading Read()
    {
        lock (_lock)
        {
            var workers = Running().Where(worker => !_silent.Contains(worker.Id.Slot)).OrderBy(worker => worker.Pid).ToList();
            _roster.UnionWith(workers.Select(worker => worker.Id.Slot));
            if (workers.All(worker => worker.Pid != _leaderPid))
                TakeLead(_mayLead ? workers.FirstOrDefault(worker => !_unready.Contains(worker.Id.Slot))?.Pid ?? 0 : 0);
            return new EngineReading
            {
                View = new MembershipView
                {
                    Members = [.. workers.Select(worker => new Member(IdOf(worker.Pid), worker.Id.Slot, worker.Pid, "twin", new MemberState
                    {
                        IsReady = !_unready.Contains(worker.Id.Slot),
                        Applied = new Lsn(_applied.GetValueOrDefault(worker.Id.Slot)),
                    }))],
                    Leader = _leaderPid == 0 ? null : IdOf(_leaderPid),
                    LeaderEpoch = new Epoch(_epoch),
                    Roster = [.. _roster],
                },
                Trouble = Trouble,
            };
        }
    }

    public IReadOnlyDictionary<string, string> WorkerEnvironment(int slot) =>
        new Dictionary<string, string> { ["TWIN_SLOT"] = slot.ToString(CultureInfo.InvariantCulture) };

    public void Look(IReadOnlyList<RunningWorker> running)
    {
        lock (_lock)
            Looked = running;
    }

    public async ValueTask<bool> RetireAsync(int slot, CancellationToken cancellationToken)
    {
        await Retiring(cancellationToken);
        lock (_lock)
        {
            RetireCalls.Add(slot);
            if (Retires(slot))
                _roster.Remove(slot);
            return !_roster.Contains(slot);
        }
    }

    public ValueTask ForceLeaderAsync(CancellationToken cancellationToken)
    {
        if (ForceFault is { } fault)
            throw new EngineException(fault);
        Forced++;
        SetMayLead(true);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Guid IdOf(int pid) => new(pid, 0, 0, new byte[8]);

    private void TakeLead(int pid)
    {
        if (pid > 0)
            _epoch++;
        _leaderPid = pid;
    }

    private IEnumerable<Containers.RuntimeReplica> Running() => runtime.Replicas.Where(replica => replica.IsRunning && replica.Id.Service == database);

    private void Set(Action change)
    {
        lock (_lock)
            change();
        Noticed(new EngineNotice("changed", "", null));
    }
}
