using Capstan.Database.Reading;
using Capstan.Database.Statements;
using Capstan.RabbitMq.Connecting;

namespace Capstan.RabbitMq.Front;

/// <summary>A read that waits for its answer.</summary>
/// <param name="number">Names it on the queues.</param>
/// <param name="since">Timestamp of the call.</param>
/// <param name="query">The read.</param>
internal sealed class FrontRead(long number, long since, ReadQuery query) : Request(number, since)
{
    /// <summary>Workers that are asked before the leader is, of those that have not come far enough.</summary>
    public const int Workers = 2;

    public ReadQuery Query => query;

    /// <summary>Workers that could not serve it.</summary>
    public int Refusals { get; private set; }

    /// <inheritdoc />
    /// <remarks>Who consumes <c>writeQ</c> leads; nothing else tells this one where the leader is.</remarks>
    public override string Queue => Refusals >= Workers ? QueueNames.Writes : QueueNames.Reads;

    /// <summary>A worker could not serve it.</summary>
    /// <returns>Whether somebody else is to be asked; otherwise this is the answer.</returns>
    public bool TakesRefusal(Answer answer) => answer.Code is AnswerCode.NotYet or AnswerCode.Unavailable && ++Refusals <= Workers;
}
