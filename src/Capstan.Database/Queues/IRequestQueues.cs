using Capstan.Database.Reading;
using Capstan.Database.Statements;

namespace Capstan.Database.Queues;

/// <summary>The front's end of all queues: puts a request in and waits for its answer.</summary>
public interface IRequestQueues
{
    /// <summary>
    /// Puts a write on <c>writeQ</c> and waits for its answer, through a change of leader too.
    /// </summary>
    /// <exception cref="NotQueuedException">It is surely not on the queue: it is full, or was not reached within 2 s.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while it may be on the queue: the outcome is unknown.</exception>
    Task<Answer> WriteAsync(WriteIntent intent, CancellationToken cancellationToken);

    /// <summary>
    /// Sends a read to the next worker in turn, once more to another when it is not answered within 300 ms or not there yet, last to
    /// the leader. A linear read gets the log's end as of this call as its <see cref="ReadQuery.MinPosition"/>.
    /// </summary>
    /// <exception cref="NotQueuedException">The queue is full or no worker serves.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    Task<Answer> ReadAsync(ReadQuery query, CancellationToken cancellationToken);
}
