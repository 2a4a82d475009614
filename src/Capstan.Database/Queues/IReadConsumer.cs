using Capstan.Database.Statements;

namespace Capstan.Database.Queues;

/// <summary>A worker's end of <c>readQ</c>. Each read goes to one worker, in strict turn among those that have room.</summary>
public interface IReadConsumer
{
    /// <summary>Reads for this worker until cancelled; at most as many unanswered ones as its credit.</summary>
    IAsyncEnumerable<ReadDelivery> ConsumeAsync(int credit, CancellationToken cancellationToken);

    /// <summary>Notes the answer to a delivery, exactly once for each. It may wait for the next <see cref="FlushAsync"/>. Any thread.</summary>
    void Answer(ReadDelivery delivery, Answer answer);

    /// <summary>Sends the answers that were noted, in one piece where the engine can, and waits while too much is on its way. Any thread.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);
}
