using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Database.Reading;
using Capstan.Database.Snapshots;
using Capstan.Database.Statements;
using Capstan.Database.Worker;

namespace Capstan.Testing.Databases.Engines;

/// <summary>The engine of a database and all its workers in one memory: no disk, no sockets, no silence.</summary>
public sealed class MemoryEngine(WorkerSettings settings, TimeProvider time) : IDatabaseEngine, IRequestQueues
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);
    private readonly Dictionary<int, (Lsn? Applied, LogPosition LogEnd)> _roster = [];
    private readonly List<MemoryWorkerEngine> _workers = [];
    private Epoch _lastEpoch;
    private Guid _epochOwner;
    private MembershipView _view = new();

    public event Action<EngineNotice>? Noticed;

    public IRequestQueues Queues => this;

    public ISnapshotStore Snapshots => Files;

    /// <summary>Most requests of each kind.</summary>
    public int QueueLimit
    {
        set => (Writes.Limit, Reads.Limit) = (value, value);
    }

    /// <summary>Nothing appended is durable, and so nothing is seen, while set.</summary>
    public bool HoldsDisk
    {
        set => World.Do(() =>
        {
            Log.IsHeld = value;
            Log.Sync();
        });
    }

    internal Flow World { get; } = new();

    internal MemoryLog Log { get; } = new();

    internal MemoryWrites Writes { get; } = new();

    internal MemoryReads Reads { get; } = new();

    internal MemorySnapshots Files => field ??= new MemorySnapshots(this);

    internal WorkerSettings Settings => settings;

    internal long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    internal MembershipView View => _view;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public EngineReading Read() => World.Look(() => new EngineReading
    {
        View = _view,
        LogEnd = Log.End,
        WriteDepth = Writes.Depth,
        ReadDepth = Reads.Depth,
        DeadDepth = Writes.DeadDepth,
    });

    public IReadOnlyDictionary<string, string> WorkerEnvironment(int slot) => new Dictionary<string, string>();

    public void Look(IReadOnlyList<RunningWorker> running)
    {
    }

    /// <summary>A worker that joins.</summary>
    /// <exception cref="EngineException">It is not let in.</exception>
    public MemoryWorkerEngine Join(int slot, int pid, string engine = "sqlite 3")
    {
        var worker = new MemoryWorkerEngine(this, new Member(Guid.NewGuid(), slot, pid, engine, new MemberState()));
        if (World.Do(() => Admit(worker)) is { } refusal)
        {
            Tell("worker-refused", refusal, slot);
            throw new EngineException(refusal);
        }

        Tell("worker-joined", "", slot);
        return worker;
    }

    /// <summary>Ends a worker's session.</summary>
    public void Leave(MemoryWorkerEngine worker)
    {
        World.Do(() => Remove(worker));
        Tell("worker-left", "", worker.Slot);
    }

    /// <summary>The machine stops: sessions end, and what was not durable is gone.</summary>
    public void Crash() => World.Do(() =>
    {
        foreach (var worker in _workers.ToList())
            Remove(worker);
        Log.Crash();
        (Log.IsHeld, _view) = (false, new MembershipView { Roster = _view.Roster, NewestSnapshot = _view.NewestSnapshot });
    });

    public async Task<Answer> WriteAsync(WriteIntent intent, CancellationToken cancellationToken)
    {
        var write = World.Do(() => Writes.Add(intent));
        await using var registration = cancellationToken.Register(() => World.Do(() => Writes.Abandon(write, cancellationToken)));
        return await write.Answer.Task;
    }

    public async Task<Answer> ReadAsync(ReadQuery query, CancellationToken cancellationToken)
    {
        var read = World.Do(() => Reads.Add(query.Level == ReadLevel.Linear ? query with { MinPosition = Log.End } : query, _view));
        await using var registration = cancellationToken.Register(() => World.Do(() => Reads.Abandon(read, cancellationToken)));
        await using var repeat = time.CreateTimer(_ => World.Do(() => Reads.Repeat(read, _view)), null, Patience, Timeout.InfiniteTimeSpan);
        return await read.Answer.Task;
    }

    public ValueTask<bool> RetireAsync(int slot, CancellationToken cancellationToken) => ValueTask.FromResult(World.Do(() =>
    {
        var others = _view.Members.Where(member => member.State.IsReady).ToList();
        if (!_roster.TryGetValue(slot, out var entry))
            return true;
        if (entry.Applied is not { } applied || others.Count == 0 || _view.Members.Any(member => member.Slot == slot)
            || others.Exists(other => other.State.Applied < applied || other.State.Position < entry.LogEnd))
            return false;
        _roster.Remove(slot);
        Show(_view.Members);
        return true;
    }));

    public ValueTask ForceLeaderAsync(CancellationToken cancellationToken)
    {
        World.Do(() => _view = _view with { IsForced = _view.Leader is null });
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Crash();
        return ValueTask.CompletedTask;
    }

    internal void Tell(string kind, string detail, int? slot) => Noticed?.Invoke(new EngineNotice(kind, detail, slot));

    internal void Report(MemoryWorkerEngine worker, MemberState state)
    {
        World.Do(() =>
        {
            _roster[worker.Slot] = default;
            worker.Told = state;
            Show([.. _view.Members.Select(member => member.Id == worker.Id ? member with { State = state } : member)]);
            Reads.Deliver(_view);
        });
        Tell("changed", "", worker.Slot);
    }

    internal Epoch? TakeEpoch(MemoryWorkerEngine worker, Epoch above) => World.Do<Epoch?>(() =>
    {
        if (worker.HasEnded)
            return null;
        (_lastEpoch, _epochOwner) = ((above > _lastEpoch ? above : _lastEpoch).Next, worker.Id);
        return _lastEpoch;
    });

    internal bool TakeLead(MemoryWorkerEngine worker, Epoch epoch)
    {
        var taken = World.Do(() =>
        {
            if (worker.HasEnded || epoch != _lastEpoch || _epochOwner != worker.Id)
                return false;
            _view = _view with { Leader = worker.Id, LeaderEpoch = epoch, IsForced = false };
            return true;
        });
        if (taken)
            Tell("leader-elected", "", worker.Slot);
        return taken;
    }

    /// <summary>The snapshots changed. Under the world's lock.</summary>
    internal void Show(IReadOnlyList<Snapshot> snapshots)
    {
        _view = _view with { NewestSnapshot = snapshots.Count > 0 ? snapshots[0].Lsn : Lsn.None };
        if (snapshots.Count > 1)
            Log.PurgeBefore(snapshots.Min(snapshot => snapshot.Position));
    }

    private string? Admit(MemoryWorkerEngine worker)
    {
        if (_view.Members.Any(member => member.Slot == worker.Slot))
            return $"slot {worker.Slot} has a live worker";
        if (_view.Members.Any(member => member.Engine != worker.Member.Engine))
            return "workers of different engines do not serve together";
        worker.Before = _roster.TryGetValue(worker.Slot, out var known) ? known.Applied : Lsn.None;
        _roster[worker.Slot] = default;
        _workers.Add(worker);
        Show([.. _view.Members.Append(worker.Member).OrderBy(member => member.Pid)]);
        return null;
    }

    private void Remove(MemoryWorkerEngine worker)
    {
        if (!_workers.Remove(worker))
            return;
        worker.HasEnded = true;
        _roster[worker.Slot] = (worker.Told is { } told ? told.Applied : worker.Before, Log.End);
        if (_view.Leader == worker.Id)
            _view = _view with { Leader = null, LeaderEpoch = Epoch.None };
        Show([.. _view.Members.Where(member => member.Id != worker.Id)]);
        Writes.Stop(worker);
        Reads.Stop(worker.Id, _view);
    }

    private void Show(IReadOnlyList<Member> members) => _view = _view with { Members = members, Roster = [.. _roster.Keys.Order()] };
}
