using Capstan.Core.Replicas;
using Capstan.Core.Workers;

namespace Capstan.Core.Tests.Workers;

/// <summary>
/// The workers of one database, in which planned actions take effect at once; the test says who joins, is ready and leads. Every step
/// is written down.
/// </summary>
internal sealed class WorkerWorld(int wanted)
{
    private readonly SortedDictionary<int, WorkerSlotView> _slots = [];
    private readonly Dictionary<int, int> _generations = [];
    private bool _hasLed;
    private TimeSpan _leaderless;

    public int Wanted { get; set; } = wanted;

    public TimeSpan Now { get; private set; } = TimeSpan.FromSeconds(1000);

    public int? Leader { get; private set; }

    public int? LastLeader { get; private set; }

    public List<int> Roster { get; } = [];

    public bool Stopping { get; set; }

    public List<string> Story { get; } = [];

    public WorkerView? this[int slot] => _slots.GetValueOrDefault(slot)?.Worker;

    public IEnumerable<int> Alive => _slots.Values.Where(slot => slot.Worker is { IsAlive: true }).Select(slot => slot.Slot);

    public void Advance(double seconds) => Now += TimeSpan.FromSeconds(seconds);

    public void Slot(WorkerSlotView slot) => _slots[slot.Slot] = slot;

    public void Change(int slot, Func<WorkerView, WorkerView> change) => _slots[slot] = _slots[slot] with { Worker = change(_slots[slot].Worker!) };

    public void Lead(int? slot)
    {
        if (slot is { } number)
        {
            Change(number, worker => worker with { Sighting = worker.Sighting!.Value with { IsLeader = true } });
            LastLeader = number;
            _hasLed = true;
        }
        else
        {
            _leaderless = Now;
        }

        Leader = slot;
    }

    /// <summary>It is a member with this position.</summary>
    public void Join(int slot, bool isReady = true, long applied = 10) => Change(slot, worker => worker with
    {
        Sighting = new WorkerSighting(isReady, Leader == slot, applied, applied),
        WasSeen = true,
        LastSeen = Now,
        LastProgress = Now,
    });

    /// <summary>It is no member any more, from now on.</summary>
    public void Silence(int slot) => Change(slot, worker => worker with { Sighting = null, LastSeen = Now });

    public void Kill(int slot) => Change(slot, worker => worker with { IsAlive = false, Sighting = null, Detail = "its program was ended by signal 9" });

    /// <summary>Everybody is started, joins, becomes ready, and slot 0 leads.</summary>
    public static WorkerWorld Running(int wanted)
    {
        var world = new WorkerWorld(wanted);
        world.Settle();
        world.Join(0);
        world.Settle();
        world.Lead(0);
        world.Settle();
        foreach (var slot in world.Alive.Where(slot => slot != 0).ToList())
            world.Join(slot);
        world.Settle();
        world.Story.Clear();
        return world;
    }

    public ReplicaPlan Plan() => WorkerPlanner.Plan(
        new WorkersView
        {
            Wanted = Wanted,
            Hash = "w",
            HasLeader = Leader is not null,
            LeaderSlot = Leader ?? LastLeader,
            HasLed = _hasLed,
            LeaderlessSince = _leaderless,
            Roster = [.. Roster],
            Hang = TimeSpan.FromSeconds(30),
            IsStopping = Stopping,
            Slots = [.. _slots.Values],
        },
        Now);

    /// <summary>Plans and acts until there is nothing more to do at this moment, a retirement that is asked again apart.</summary>
    public void Settle()
    {
        for (var pass = 0; pass < 100; pass++)
        {
            var actions = Plan().Actions;
            if (actions.All(action => action is RetireSlot))
            {
                Story.AddRange(actions.Select(action => $"retire {((RetireSlot)action).Slot}"));
                return;
            }

            foreach (var action in actions)
                Act(action);
        }

        throw new InvalidOperationException("The plan never comes to rest:\n" + string.Join('\n', Story.TakeLast(10)));
    }

    private void Act(ReplicaAction action)
    {
        switch (action)
        {
            case StartReplica start:
                Assert.Null(this[start.Slot]);
                Story.Add($"start {start.Slot}");
                var generation = _generations[start.Slot] = _generations.GetValueOrDefault(start.Slot) + 1;
                if (!Roster.Contains(start.Slot))
                    Roster.Add(start.Slot);
                var worker = new WorkerView
                {
                    Id = new ReplicaId("main", start.Slot, generation),
                    State = ReplicaState.Starting,
                    Since = Now,
                    LastSeen = Now,
                    LastProgress = Now,
                };
                _slots[start.Slot] = (_slots.GetValueOrDefault(start.Slot) ?? new WorkerSlotView { Slot = start.Slot }) with { Worker = worker, HoldsData = true };
                break;
            case MoveReplica move:
                Assert.True(ReplicaLife.IsAllowed(this[move.Id.Slot]!.State, move.To));
                Story.Add($"{move.To.ToString().ToLowerInvariant()} {move.Id.Slot}");
                Change(move.Id.Slot, worker => worker with { State = move.To, Since = Now });
                break;
            case StopReplica stop:
                Story.Add($"stop {stop.Id.Slot} {stop.Grace.TotalSeconds:0}");
                _slots[stop.Id.Slot] = _slots[stop.Id.Slot] with { Worker = null };
                if (Leader == stop.Id.Slot)
                    Lead(null);
                break;
            default:
                break;
        }
    }
}
