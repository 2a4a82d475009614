using Capstan.Database.Queues;
using Capstan.Database.Statements;

namespace Capstan.Database.Embedded.Queueing;

/// <summary>A write from its caller's call to its answer. Guarded by the queue's lock.</summary>
internal sealed class QueuedWrite(WriteIntent intent, RequestFailures failures)
{
    public WriteIntent Intent { get; } = intent;

    /// <summary>Whoever waits goes on at once, on the thread that brings the answer: so it is never completed under a lock.</summary>
    public TaskCompletionSource<Answer> Answer { get; } = new();

    /// <summary>What became of its request so far.</summary>
    public RequestFailures Failures { get; } = failures;

    /// <summary>Whether a leader ever got it.</summary>
    public bool WasDelivered { get; set; }

    /// <summary>Whether it waits to be refused.</summary>
    public bool IsDead => Failures.IsDead;

    /// <summary>Its place in the list that it waits in; null while a leader has it.</summary>
    public LinkedListNode<QueuedWrite>? Node { get; set; }
}
