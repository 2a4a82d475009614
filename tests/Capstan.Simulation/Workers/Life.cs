using Capstan.Database.Leadership;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Simulation.Worlds;

namespace Capstan.Simulation.Workers;

/// <summary>One process of a worker: the real core, and all that is on its way to and from it.</summary>
internal sealed class Life(Guid id, int pid, Slot slot)
{
    public Guid Id => id;

    public int Pid => pid;

    public Slot Slot => slot;

    public required WorkerCore Core { get; init; }

    public required Session? Session { get; set; }

    public Connection? Connection { get; set; }

    /// <summary>Reads on behind this; null while nothing is read.</summary>
    public LogPosition? Cursor { get; set; }

    public MembershipView? View { get; set; }

    public MemberState? Report { get; set; }

    /// <summary>An epoch it asked for.</summary>
    public Epoch? EpochAbove { get; set; }

    /// <summary>The answer to that, on its way.</summary>
    public (bool IsThere, Epoch? Epoch) EpochReply { get; set; }

    public Epoch? LeadWanted { get; set; }

    public bool? LeadReply { get; set; }

    public List<List<WriteDelivery>> Inbox { get; } = [];

    public bool WantsSnapshot { get; set; }

    public bool IsAlive { get; set; } = true;

    public bool IsStopped { get; set; }

    /// <summary>Whether its session or its channel ended and it has not heard so.</summary>
    public bool HasLostSession { get; set; }

    /// <summary>How far its own clock is off.</summary>
    public TimeSpan Skew { get; set; }

    public bool Runs => IsAlive && !IsStopped;

    public override string ToString() => $"w{slot.Number}/{pid}";
}
