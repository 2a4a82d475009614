using Capstan.Database.Log;
using Capstan.Database.Statements;

namespace Capstan.Database.Queues;

/// <summary>The leader's end of <c>writeQ</c> and <c>writeQ.dead</c>. At-least-once; order means nothing (the log makes the order).</summary>
public interface IWriteConsumer
{
    /// <summary>
    /// Deliveries, all that are at hand in one list, until cancelled; what was delivered and not acknowledged by then, or when the
    /// process ends, is delivered again to the next consumer, in company of answered ones where several travel together. A request that
    /// three consumers left so is delivered alone from then on, and one that more than <c>delivery limit</c> (default 20) left so comes
    /// back as dead; so does every later write of its id where the queues count by id, and otherwise finds the answer that the first got.
    /// Only one consumer is served: the one of the highest epoch that asked.
    /// </summary>
    IAsyncEnumerable<IReadOnlyList<WriteDelivery>> ConsumeAsync(Epoch epoch, CancellationToken cancellationToken);

    /// <summary>
    /// Notes an answer: the caller gets it and the delivery is acknowledged, in this order, with the next <see cref="FlushAsync"/> at the
    /// latest. An answer may be lost; callers wait only so long.
    /// </summary>
    void Answer(WriteDelivery delivery, Answer answer);

    /// <summary>Sends the answers that were noted, in one piece where the engine can, and waits while too much is on its way.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);
}
