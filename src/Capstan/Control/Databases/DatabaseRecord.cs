using Capstan.Containers;
using Capstan.Core.Replicas;
using Capstan.Core.Stacks;
using Capstan.Core.Workers;
using Capstan.Database.Engines;
using Capstan.Database.Membership;
using Capstan.State;

namespace Capstan.Control.Databases;

/// <summary>What the controller remembers of one database and its workers. Touched by the control loop alone.</summary>
internal sealed class DatabaseRecord : ReplicaGroup
{
    /// <summary>A database whose engine is open.</summary>
    /// <param name="spec">The user's settings.</param>
    /// <param name="parts">What runs it besides its workers.</param>
    /// <param name="saved">What an earlier controller left; null when there was none.</param>
    public DatabaseRecord(DatabaseSpec spec, DatabaseParts parts, ServiceState? saved)
    {
        Spec = spec;
        Parts = parts;
        Reading = parts.Engine.Read();
        parts.Reads.Configure(spec.Scale);
        Wanted = saved is { Wanted: { } kept } && saved.Declared == Declared(spec) ? Allowed(spec, kept) : Declared(spec);
        foreach (var (number, slot) in saved?.Slots ?? new Dictionary<int, SlotState>())
            Slot(number).Generation = slot.Generation;
        foreach (var number in parts.Places.Present())
            Slot(number).HoldsData = true;
    }

    public override string Name => Spec.Name;

    /// <summary>The user's settings.</summary>
    public DatabaseSpec Spec { get; private set; }

    public DatabaseParts Parts { get; }

    /// <summary>How its engine stood at the last look.</summary>
    public EngineReading Reading { get; private set; }

    public bool HasLeader { get; private set; }

    /// <summary>Slot of the leader, or of the last one while there is none; null when none is known.</summary>
    public int? LeaderSlot { get; private set; }

    /// <summary>Whether a leader has been seen since this controller started.</summary>
    public bool HasLed { get; private set; }

    /// <summary>Since when there is no leader.</summary>
    public TimeSpan LeaderlessSince { get; private set; }

    /// <summary>Measures reads and writes a second for people.</summary>
    public RateMeter ReadRate { get; } = new();

    public RateMeter WriteRate { get; } = new();

    /// <summary>Whether its API has been closed, so that its workers may end.</summary>
    public FrontState Front { get; set; }

    public override bool HasPorts => false;

    /// <summary>Followers that serve.</summary>
    public int ReadyFollowers => Slots.Values.Count(slot => slot.Replica is { Life.State: ReplicaState.Ready, Worker.Now: { IsReady: true, IsLeader: false } });

    /// <summary>Whether it has a leader and the followers that are wanted.</summary>
    public bool IsReady => HasLeader && ReadyFollowers >= Wanted;

    /// <summary>Fingerprint of what a worker is made from, whatever its slot.</summary>
    public string Hash => SpecHash.Of(Parts.Places.Common);

    public override ReplicaTemplate TemplateOf(string hash, int slot) => Parts.Places.TemplateOf(slot, Parts.Engine.WorkerEnvironment(slot));

    public override ReplicaData? DataOf(int slot) => Parts.Places.DataOf(Parts.Engine.WorkerEnvironment(slot));

    public override CrashLoop AfterEnd(SlotRecord slot, ReplicaRecord replica, TimeSpan now, double chance) =>
        WorkerEnds.After(slot.CrashLoop, replica.Life.Started, replica.Life.FirstServed, now, WorkerEndText.IsStepDown(replica), chance);

    public override void Begin(SlotRecord slot) => slot.HoldsData = true;

    public override void Put(ReplicaRecord replica, TimeSpan started) => replica.Worker = new WorkerWatch(started);

    /// <summary>Takes over changed settings.</summary>
    public void Change(DatabaseSpec spec)
    {
        var before = Spec;
        Spec = spec;
        Parts.Reads.Configure(spec.Scale);
        if (spec.Scale is not null)
            Wanted = Allowed(spec, Wanted);
        else if (before.Scale is not null || before.Followers != spec.Followers)
            Wanted = spec.Followers;

        // Somebody looked after it: nothing waits for a back-off of before.
        foreach (var slot in Slots.Values)
            slot.CrashLoop = CrashLoop.None;
    }

    /// <summary>Reads how the engine stands, and what that says of each worker.</summary>
    public void Look(TimeSpan now)
    {
        Parts.Engine.Look(Running());
        Reading = Parts.Engine.Read();
        foreach (var slot in Slots.Values)
        {
            if (slot.Replica is { Worker: { } watch } replica)
                watch.Observe(replica.IsAlive && MemberOf(slot.Number, replica.Seen.Pid) is { } member ? SightingOf(member) : null, now);
        }

        foreach (var number in Reading.View.Roster)
            Slot(number).HoldsData = true;
        var had = HasLeader;
        var leader = Reading.View.Leader is { } id ? Reading.View.Members.FirstOrDefault(member => member.Id == id) : null;
        HasLeader = leader is not null;
        if (leader is not null)
        {
            LeaderSlot = leader.Slot;
            HasLed = true;
        }
        else if (had)
        {
            LeaderlessSince = now;
        }
    }

    public override ServiceState Save() => new() { Wanted = Wanted, Declared = Declared(Spec), Slots = SaveSlots() };

    private List<RunningWorker> Running() =>
    [
        .. Slots.Values.Where(slot => slot.Replica is { IsAlive: true })
            .Select(slot => new RunningWorker(slot.Number, slot.Replica!.Seen.Pid, slot.Replica.Seen.ContainerId)),
    ];

    // The pid too: a successor in the slot must not be taken for the one before it.
    private Member? MemberOf(int slot, int pid) => Reading.View.Members.FirstOrDefault(member => member.Slot == slot && member.Pid == pid);

    private WorkerSighting SightingOf(Member member) => new(
        member.State.IsReady, member.Id == Reading.View.Leader, member.State.Applied.Value, member.State.Position.Value, member.State.Trouble);

    private static int Declared(DatabaseSpec spec) => spec.Scale?.Min ?? spec.Followers;

    private static int Allowed(DatabaseSpec spec, int wanted) => spec.Scale is { } scale ? Math.Clamp(wanted, scale.Min, scale.Max) : wanted;
}
