using System.Text.Json.Nodes;
using Capstan.Core.Replicas;
using Capstan.Core.Stacks;
using Capstan.Core.Workers;
using Capstan.Database.Engines;
using Capstan.Events;
using Capstan.State;

namespace Capstan.Control.Databases;

/// <summary>
/// The databases that the controller remembers: what their engines tell, what their workers should do, and when the services around
/// them may start and stop. Touched by the control loop alone.
/// </summary>
internal sealed class DatabaseKeeper(
    ControlParts parts, ControlClock clock, IDictionary<string, ReplicaGroup> groups, EffectRunner effects, Action mark)
{
    /// <summary>How long services wait at the start for every database to have a leader.</summary>
    public static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, DatabaseRecord> _databases = new(StringComparer.Ordinal);
    private readonly List<(IDatabaseEngine Engine, Action<EngineNotice> Handler)> _heard = [];
    private bool _mayServicesStart;

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, DatabaseRecord> ByName => _databases;

    public IEnumerable<DatabaseRecord> All => _databases.Values;

    /// <summary>Whether every database has a leader and its wanted followers.</summary>
    public bool IsReady => All.All(database => database.IsReady);

    /// <summary>Whether every API is closed and no database has a worker, or a start or stop under way.</summary>
    public bool IsEmpty => All.All(database => database.Front == FrontState.Closed && database.IsEmpty);

    /// <summary>Fills the memory at the start.</summary>
    public void Fill(StackSpec spec, StackState saved)
    {
        foreach (var database in spec.Databases)
        {
            var record = new DatabaseRecord(database, parts.Databases[database.Name], saved.Databases.GetValueOrDefault(database.Name));
            groups[database.Name] = _databases[database.Name] = record;
            Action<EngineNotice> handler = notice => Hear(database.Name, notice);
            record.Parts.Engine.Noticed += handler;
            _heard.Add((record.Parts.Engine, handler));
        }
    }

    /// <summary>Takes over changed settings; databases neither come nor go while the stack runs.</summary>
    public void TakeOver(StackSpec changed)
    {
        foreach (var spec in changed.Databases)
            _databases[spec.Name].Change(spec);
    }

    /// <summary>Looks at every engine.</summary>
    public void Look()
    {
        foreach (var database in All)
            database.Look(clock.Now);
    }

    /// <summary>Services may need their database at their start, so they come after it; but not never.</summary>
    public bool MayServicesStart()
    {
        if (_mayServicesStart)
            return true;
        var late = All.Where(database => !database.HasLeader).Select(database => database.Name).ToList();
        if (late.Count > 0 && clock.Now < StartPatience)
            return false;
        foreach (var name in late)
            parts.Events.Append(EventKinds.DatabaseLate, $"no leader within {StartPatience.TotalSeconds:0} s; the services are started all the same", name);
        return _mayServicesStart = true;
    }

    /// <summary>Plans one database and acts. While it is being stopped, its API is closed first and its workers end then.</summary>
    /// <returns>When to look again without a mark; null when only a change calls for it.</returns>
    public TimeSpan? Act(DatabaseRecord database, ActionRunner runner, bool isStopping)
    {
        if (isStopping && database.Front == FrontState.Open)
            Close(database);
        var plan = WorkerPlanner.Plan(DatabaseViews.Of(database, runner, isStopping && database.Front == FrontState.Closed), clock.Now);
        foreach (var action in plan.Actions)
        {
            if (runner.Run(database, action))
                mark();
        }

        return plan.LookAgain;
    }

    /// <summary>Ends a worker as a crash would.</summary>
    /// <returns>The worker; null when none runs as that process.</returns>
    public ReplicaRecord? Crash(string name, int pid, ActionRunner runner)
    {
        if (!_databases.TryGetValue(name, out var database)
            || database.Slots.Values.FirstOrDefault(slot => slot is { IsBusy: false, Replica: { IsAlive: true } found } && found.Seen.Pid == pid) is not { Replica: { } replica })
            return null;
        parts.Events.Append(EventKinds.DatabaseCrashed, $"process {pid} is killed, as a call of the API asks", name, replica.Id.ToString());
        runner.Run(database, new MoveReplica(replica.Id, ReplicaState.Failed, "crashed on request"));
        runner.Run(database, new StopReplica(replica.Id, TimeSpan.Zero, "crashed on request"));
        return replica;
    }

    public Dictionary<string, ServiceState> Save() => All.ToDictionary(database => database.Name, database => database.Save());

    /// <summary>Listens to the engines no more.</summary>
    public void Leave() => _heard.ForEach(heard => heard.Engine.Noticed -= heard.Handler);

    private void Close(DatabaseRecord database)
    {
        database.Front = FrontState.Closing;
        effects.Begin(
            database.Parts.Front.CloseAsync,
            fault =>
            {
                database.Front = FrontState.Closed;
                if (fault is not null)
                    parts.Events.Append(EventKinds.Warning, $"its API did not close: {fault.Message}", database.Name);
            });
    }

    // On any thread: the log of events takes it, and the loop looks.
    private void Hear(string database, EngineNotice notice)
    {
        if (notice.Kind != NoticeKinds.Changed)
            parts.Events.Append(EventKinds.DatabasePrefix + notice.Kind, notice.Detail, database, data: notice.Slot is { } slot ? new JsonObject { ["slot"] = slot } : null);
        mark();
    }
}
