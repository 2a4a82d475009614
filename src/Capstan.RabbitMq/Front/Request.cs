using Capstan.Database.Statements;

namespace Capstan.RabbitMq.Front;

/// <summary>A request from its caller's call to its answer. Guarded by its table's lock.</summary>
/// <param name="number">Names it on the queues.</param>
/// <param name="since">Timestamp of the call.</param>
internal abstract class Request(long number, long since)
{
    public long Number => number;

    public long Since => since;

    /// <summary>What the caller waits for. Continuations run elsewhere: one thread brings the answers of all.</summary>
    public TaskCompletionSource<Answer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The queue it goes to.</summary>
    public abstract string Queue { get; }

    /// <summary>Its number and content as the queues carry them.</summary>
    public required byte[] Payload { get; set; }

    /// <summary>Times that it was handed to the broker without having heard its fate.</summary>
    public int Unconfirmed { get; set; }

    /// <summary>Whether it is on its queue, or may be since nobody knows.</summary>
    public bool MayBeQueued { get; set; }

    /// <summary>Whether it waits to be handed to the broker.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Whether its outcome is decided.</summary>
    public bool IsDone { get; set; }
}
