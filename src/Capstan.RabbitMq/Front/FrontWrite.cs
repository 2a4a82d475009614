using Capstan.RabbitMq.Connecting;

namespace Capstan.RabbitMq.Front;

/// <summary>A write that waits for its answer.</summary>
/// <param name="number">Names it on the queues.</param>
/// <param name="since">Timestamp of the call.</param>
internal sealed class FrontWrite(long number, long since) : Request(number, since)
{
    /// <inheritdoc />
    public override string Queue => QueueNames.Writes;
}
