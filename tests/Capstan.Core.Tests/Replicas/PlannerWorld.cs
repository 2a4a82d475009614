using Capstan.Core.Health;
using Capstan.Core.Replicas;
using Capstan.Core.Stacks;

namespace Capstan.Core.Tests.Replicas;

/// <summary>
/// A service in which planned actions take effect at once, so that a test can tell a story: starts give living replicas that are
/// healthy after <see cref="Answer"/>, stops empty slots, and every step is written down.
/// </summary>
internal sealed class PlannerWorld
{
    private readonly SortedDictionary<int, SlotView> _slots = [];
    private readonly Dictionary<int, int> _generations = [];
    private bool _proven = true;
    private bool _updating;

    public PlannerWorld(ServiceSpec spec, int wanted)
    {
        Spec = spec;
        Wanted = wanted;
    }

    public ServiceSpec Spec { get; }

    public int Wanted { get; set; }

    public string Target { get; private set; } = "v1";

    public string Stable { get; private set; } = "v1";

    public bool Stopping { get; set; }

    public TimeSpan Now { get; private set; } = TimeSpan.FromSeconds(1000);

    /// <summary>Whether a replica of a version answers 200.</summary>
    public Func<string, bool> Answer { get; set; } = _ => true;

    public List<string> Story { get; } = [];

    public ReplicaView? this[int slot] => _slots.GetValueOrDefault(slot)?.Replica;

    public static ServiceSpec Service(int ports = 0) => new()
    {
        Name = "web",
        Template = new ReplicaTemplate { Command = ["web"] },
        Ports = ports == 0 ? null : new PortRange(8000, 8000 + ports - 1),
    };

    public void BeginUpdate(string version)
    {
        Stable = Target;
        Target = version;
        _updating = true;
        _proven = false;
    }

    public void Advance(double seconds) => Now += TimeSpan.FromSeconds(seconds);

    public void Change(int slot, Func<ReplicaView, ReplicaView> change) =>
        _slots[slot] = _slots[slot] with { Replica = change(_slots[slot].Replica!) };

    public void Set(int slot, Func<SlotView, SlotView> change) => _slots[slot] = change(_slots[slot]);

    public void Kill(int slot) => Change(slot, replica => replica with { IsAlive = false, Detail = "its program ended with exit code 1" });

    public void Sicken(int slot, bool hung = false) =>
        Change(slot, replica => replica with { Health = HealthVerdict.Unhealthy, IsHung = hung, Detail = "/health answered 500" });

    public ReplicaPlan Plan() => ReplicaPlanner.Plan(View(), Now);

    /// <summary>Plans and acts until there is nothing more to do at this moment.</summary>
    public void Settle()
    {
        for (var pass = 0; pass < 100; pass++)
        {
            var plan = Plan();
            if (plan.Actions.Count == 0)
                return;
            Do(plan);
        }

        throw new InvalidOperationException("The plan never comes to rest:\n" + string.Join('\n', Story.TakeLast(10)));
    }

    /// <summary>Does what one plan asks for.</summary>
    public void Do(ReplicaPlan plan)
    {
        foreach (var action in plan.Actions)
            Act(action);
    }

    private ServiceView View() => new()
    {
        Spec = Spec,
        Wanted = Wanted,
        TargetHash = Target,
        StableHash = Stable,
        IsProven = _proven,
        IsUpdating = _updating,
        IsStopping = Stopping,
        Slots = [.. _slots.Values],
    };

    private void Act(ReplicaAction action)
    {
        switch (action)
        {
            case StartReplica start:
                Assert.Null(this[start.Slot]);
                var generation = _generations[start.Slot] = _generations.GetValueOrDefault(start.Slot) + 1;
                Story.Add($"start {start.Slot} {start.Hash}");
                var healthy = Answer(start.Hash);
                _slots[start.Slot] = (_slots.GetValueOrDefault(start.Slot) ?? new SlotView { Slot = start.Slot }) with
                {
                    Replica = new ReplicaView
                    {
                        Id = new ReplicaId(Spec.Name, start.Slot, generation),
                        Hash = start.Hash,
                        State = ReplicaState.Starting,
                        Since = Now,
                        Health = healthy ? HealthVerdict.Healthy : HealthVerdict.Unhealthy,
                        Detail = healthy ? "/health answered 200" : "/health answered 500",
                    },
                };
                break;
            case MoveReplica move:
                var before = this[move.Id.Slot]!;
                Assert.True(ReplicaLife.IsAllowed(before.State, move.To), $"{before.State} to {move.To}");
                Story.Add($"{move.To.ToString().ToLowerInvariant()} {move.Id.Slot}");
                Change(move.Id.Slot, replica => replica with { State = move.To, Since = Now });
                if (move.To == ReplicaState.Failed && before.State == ReplicaState.Starting)
                    Set(move.Id.Slot, slot => slot with { FailedHash = before.Hash, FailedReason = move.Reason });
                if (move.To == ReplicaState.Ready)
                    Set(move.Id.Slot, slot => slot with { FailedHash = null });
                break;
            case StopReplica stop:
                Story.Add($"stop {stop.Id.Slot} {stop.Grace.TotalSeconds:0}");
                Set(stop.Id.Slot, slot => slot with { Replica = null });
                break;
            case UpdateStep step:
                Story.Add(step.Turn.ToString().ToLowerInvariant());
                if (step.Turn == UpdateTurn.Done)
                    Stable = Target;
                else if (step.Turn == UpdateTurn.Returned)
                    Target = Stable;
                _proven = true;
                _updating = step.Turn == UpdateTurn.Proven;
                break;
            default:
                throw new InvalidOperationException(action.ToString());
        }
    }
}
