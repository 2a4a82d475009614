using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Database.Snapshots;

namespace Capstan.Database.Worker;

/// <summary>What reaches a worker's loop. A closed set.</summary>
internal abstract record WorkerInput
{
    private WorkerInput()
    {
    }

    /// <summary>Messages of one reading of the log.</summary>
    public sealed record Messages(int Reading, IReadOnlyList<LogMessage> List) : WorkerInput;

    /// <summary>The log begins later than was asked for.</summary>
    public sealed record Gap(int Reading, LogPosition First) : WorkerInput;

    /// <summary>A new view of the members.</summary>
    public sealed record View(MembershipView Now) : WorkerInput;

    /// <summary>The outcome of taking an epoch.</summary>
    public sealed record EpochTaken(Epoch? Epoch) : WorkerInput;

    /// <summary>The outcome of taking the lead.</summary>
    public sealed record LeadTaken(bool IsTaken) : WorkerInput;

    /// <summary>Writes for the leader.</summary>
    public sealed record Writes(IReadOnlyList<WriteDelivery> List) : WorkerInput;

    /// <summary>A snapshot was made and offered.</summary>
    public sealed record SnapshotMade(Snapshot Snapshot) : WorkerInput;

    /// <summary>The snapshots that there are, after a change.</summary>
    public sealed record SnapshotsListed(IReadOnlyList<Snapshot> List) : WorkerInput;

    /// <summary>The copy is damaged.</summary>
    public sealed record Damaged(string Detail) : WorkerInput;

    /// <summary>Something outside the loop failed; the worker ends.</summary>
    public sealed record Failed(Exception Fault) : WorkerInput;

    /// <summary>Time went on.</summary>
    public sealed record Tick : WorkerInput;
}
