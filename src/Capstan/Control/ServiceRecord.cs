using Capstan.Core.Replicas;
using Capstan.Core.Stacks;
using Capstan.Gateway;
using Capstan.State;

namespace Capstan.Control;

/// <summary>What the controller remembers of one service. Touched by the control loop alone.</summary>
internal sealed class ServiceRecord : ReplicaGroup
{
    private static readonly ReplicaTemplate NoTemplate = new();

    public ServiceRecord(ServiceSpec spec, ServiceState? saved)
    {
        Spec = spec;
        Target = Stable = spec.Template ?? NoTemplate;
        Wanted = FirstWanted(spec, saved);
        if (saved is null)
            return;
        foreach (var (number, slot) in saved.Slots)
            Slots[number] = new SlotRecord(number) { Generation = slot.Generation, Port = spec.Ports?.PortOf(number) ?? slot.Port };
        if (saved.Stable is { } stable && SpecHash.Of(stable) != TargetHash)
        {
            Stable = stable;
            IsUpdating = true;
            IsProven = false;
        }
    }

    /// <summary>The user's settings.</summary>
    public ServiceSpec Spec { get; private set; }

    public override string Name => Spec.Name;

    public override bool HasPorts => true;

    public override PortRange? Ports => Spec.Ports;

    public override string Publish => Spec.Publish;

    /// <summary>Whether the stack file lost it: its replicas end, then it is forgotten.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>What every replica should be made from.</summary>
    public ReplicaTemplate Target { get; private set; }

    public string TargetHash => SpecHash.Of(Target);

    /// <summary>The last template that served.</summary>
    public ReplicaTemplate Stable { get; private set; }

    public bool IsUpdating { get; private set; }

    public bool IsProven { get; private set; } = true;

    /// <summary>Targets that run elsewhere.</summary>
    public List<ExternalTarget> Externals { get; } = [];

    /// <summary>The targets that the gateway was given last.</summary>
    public IReadOnlyList<Target> Published { get; set; } = [];

    /// <summary>Measures the request rate for people.</summary>
    public RateMeter Rate { get; } = new();

    /// <summary>Takes over changed settings; a changed template begins a rolling update.</summary>
    /// <returns>Whether an update began.</returns>
    public bool Change(ServiceSpec spec)
    {
        var before = Spec;
        Spec = spec;
        if (spec.Template is null)
            Wanted = 0;
        else if (before.Template is null)
            Wanted = FirstWanted(spec, null);
        else if (spec.Scale is { } scale)
            Wanted = Math.Clamp(Wanted, scale.Min, scale.Max);
        else if (before.Scale is not null || before.Replicas != spec.Replicas)
            Wanted = spec.Replicas;
        // Somebody looked after it: nothing waits for a back-off of before.
        foreach (var slot in Slots.Values)
        {
            slot.FailedHash = null;
            slot.CrashLoop = CrashLoop.None;
        }

        // Where targets give way to replicas, or the other way round, there is nothing to update from or to.
        if (spec.Template is null || before.Template is null)
        {
            if (spec.Template is { } first)
                Target = Stable = first;
            IsUpdating = false;
            IsProven = true;
            return false;
        }

        var template = spec.Template;
        if (SpecHash.Of(template) == TargetHash)
            return false;

        // A change on top of an unfinished update goes back, if it must, to what served before both.
        if (!IsUpdating || IsProven)
            Stable = Target;
        Target = template;
        IsUpdating = SpecHash.Of(Stable) != TargetHash || Slots.Values.Any(slot => slot.Replica is { } replica && replica.Seen.SpecHash != TargetHash);
        IsProven = !IsUpdating;
        return IsUpdating;
    }

    /// <summary>Follows the planner through an update.</summary>
    public void Turn(UpdateTurn turn)
    {
        switch (turn)
        {
            case UpdateTurn.Proven:
                IsProven = true;
                break;
            case UpdateTurn.Done:
                IsUpdating = false;
                IsProven = true;
                Stable = Target;
                break;
            case UpdateTurn.Returned:
                Target = Stable;
                IsUpdating = false;
                IsProven = true;
                break;
            default:
                throw new InvalidOperationException($"Unknown turn {turn}.");
        }
    }

    public override ReplicaTemplate TemplateOf(string hash, int slot) => hash == TargetHash ? Target : Stable;

    public override CrashLoop AfterEnd(SlotRecord slot, ReplicaRecord replica, TimeSpan now, double chance) =>
        slot.CrashLoop.After(replica.Life.Started, replica.Life.FirstServed, now, chance);

    public override ServiceState Save() => new()
    {
        Wanted = Wanted,
        Declared = Declared(Spec),
        Stable = Spec.Template is null ? null : Stable,
        Slots = SaveSlots(),
    };

    private static int FirstWanted(ServiceSpec spec, ServiceState? saved)
    {
        if (spec.Template is null)
            return 0;
        var kept = saved is { Wanted: { } wanted } && saved.Declared == Declared(spec) ? wanted : Declared(spec);
        var allowed = spec.Scale is { } scale ? Math.Clamp(kept, scale.Min, scale.Max) : kept;
        return spec.Ports is { } ports ? Math.Min(allowed, ports.Count) : allowed;
    }

    private static int Declared(ServiceSpec spec) => spec.Scale?.Min ?? spec.Replicas;
}
