using Capstan.Containers;
using Capstan.Core.Replicas;
using Capstan.Core.Scaling;
using Capstan.Core.Stacks;
using Capstan.State;

namespace Capstan.Control;

/// <summary>
/// Replicas in numbered slots, as the controller remembers them: those of a service, or the workers of a database. Touched by the
/// control loop alone.
/// </summary>
internal abstract class ReplicaGroup
{
    /// <summary>Unique among services and databases.</summary>
    public abstract string Name { get; }

    /// <summary>How many are wanted: replicas of a service, followers of a database.</summary>
    public int Wanted { get; set; }

    public SortedDictionary<int, SlotRecord> Slots { get; } = [];

    /// <summary>The scaling windows that are followed; null without a rule or before there is a counter.</summary>
    public ScaleWindows? Windows { get; set; }

    /// <summary>Whether each replica listens on a port of its own.</summary>
    public abstract bool HasPorts { get; }

    /// <summary>The range that these ports are of; null when they are picked.</summary>
    public virtual PortRange? Ports => null;

    /// <summary>Address that replicas are published on.</summary>
    public virtual string Publish => "127.0.0.1";

    /// <summary>Whether there is no replica, and no start or stop under way.</summary>
    public bool IsEmpty => Slots.Values.All(slot => slot is { Replica: null, IsBusy: false });

    public SlotRecord Slot(int number)
    {
        if (!Slots.TryGetValue(number, out var slot))
            Slots[number] = slot = new SlotRecord(number);
        return slot;
    }

    /// <summary>What a replica in a slot is made from.</summary>
    public abstract ReplicaTemplate TemplateOf(string hash, int slot);

    /// <summary>What a replica in a slot keeps and is given beside that; null when nothing.</summary>
    public virtual ReplicaData? DataOf(int slot) => null;

    /// <summary>A slot's memory of early ends after its replica ended.</summary>
    public abstract CrashLoop AfterEnd(SlotRecord slot, ReplicaRecord replica, TimeSpan now, double chance);

    /// <summary>A start in a slot is about to be tried.</summary>
    public virtual void Begin(SlotRecord slot)
    {
    }

    /// <summary>A replica was put into its slot.</summary>
    public virtual void Put(ReplicaRecord replica, TimeSpan started)
    {
    }

    public abstract ServiceState Save();

    protected Dictionary<int, SlotState> SaveSlots() =>
        Slots.Values.Where(slot => slot.Generation > 0).ToDictionary(slot => slot.Number, slot => new SlotState(slot.Generation, slot.Port));
}
