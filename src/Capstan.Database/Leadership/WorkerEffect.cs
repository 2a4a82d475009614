using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Database.Snapshots;
using Capstan.Database.Statements;

namespace Capstan.Database.Leadership;

/// <summary>What the worker's decisions ask its host to do, in order. A closed set.</summary>
internal abstract record WorkerEffect
{
    private WorkerEffect()
    {
    }

    /// <summary>Read the log from behind a position, in place of any reading under way; nothing of the old one may arrive after.</summary>
    public sealed record ReadLog(LogPosition After) : WorkerEffect;

    /// <summary>Send records as one message.</summary>
    public sealed record Append(IReadOnlyList<LogRecord> Records) : WorkerEffect;

    /// <summary>Take an epoch above this one; tell the outcome.</summary>
    public sealed record TakeEpoch(Epoch Above) : WorkerEffect;

    /// <summary>Become the leader that others see; tell the outcome.</summary>
    public sealed record TakeLead(Epoch Epoch) : WorkerEffect;

    /// <summary>Begin to take writes.</summary>
    public sealed record ConsumeWrites(Epoch Epoch) : WorkerEffect;

    /// <summary>Answer a write and acknowledge its delivery.</summary>
    public sealed record Reply(WriteDelivery Delivery, Answer Answer) : WorkerEffect;

    /// <summary>Tell the members how this worker stands.</summary>
    public sealed record Report(MemberState State) : WorkerEffect;

    /// <summary>Make a snapshot of what is applied now and offer it; tell the outcome.</summary>
    public sealed record MakeSnapshot : WorkerEffect;

    /// <summary>Put a snapshot (null: the newest) in place of the copy and begin anew on it. Nothing that follows is carried out.</summary>
    public sealed record LoadSnapshot(Snapshot? Snapshot) : WorkerEffect;

    /// <summary>Set aside snapshots from this LSN on.</summary>
    public sealed record DiscardSnapshots(Lsn From) : WorkerEffect;

    /// <summary>Tell operators.</summary>
    public sealed record Note(string Kind, string Detail) : WorkerEffect;

    /// <summary>End the process at once. Nothing that follows is carried out.</summary>
    public sealed record End(WorkerEnd Reason, string Detail) : WorkerEffect;
}
