using Capstan.Database.Statements;

namespace Capstan.Database.Queues;

/// <summary>A worker's end of <c>readQ</c>. Each read goes to one worker, in strict turn among those that have room.</summary>
public interface IReadConsumer
{
    /// <summary>Reads for this worker until cancelled; at most as many unanswered ones as its credit.</summary>
    IAsyncEnumerable<ReadDelivery> ConsumeAsync(int credit, CancellationToken cancellationToken);

    /// <summary>Answers; exactly once for each delivery.</summary>
    ValueTask AnswerAsync(ReadDelivery delivery, Answer answer, CancellationToken cancellationToken);
}
