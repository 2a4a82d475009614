using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Capstan.RabbitMq.Session;

/// <summary>
/// Hands the messages of a queue on, one after another. One that this program cannot read is refused for good: delivered again and again
/// it would end every worker.
/// </summary>
/// <param name="channel">The channel it consumes on.</param>
/// <param name="queue">The queue.</param>
/// <param name="take">Gets tag, deliveries before this one, and a copy of the bytes; must not block.</param>
/// <param name="refused">Told what was wrong with a message.</param>
/// <param name="ended">Told that the broker delivers no more, since the queue or its node is gone.</param>
internal sealed class MessageConsumer(
    IChannel channel, string queue, Action<ulong, int, byte[]> take, Action<string> refused, Action<string> ended) : IAsyncBasicConsumer
{
    private const string DeliveryCount = "x-delivery-count";

    public IChannel? Channel => channel;

    public Task HandleBasicDeliverAsync(
        string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        try
        {
            take(deliveryTag, Before(properties), body.ToArray());
            return Task.CompletedTask;
        }
        catch (InvalidDataException fault)
        {
            refused($"A message of '{queue}' was refused: {fault.Message}");
            return channel.BasicRejectAsync(deliveryTag, requeue: false, CancellationToken.None).AsTask();
        }
    }

    public Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        ended($"the broker does not deliver from '{queue}' any more");
        return Task.CompletedTask;
    }

    public Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task HandleBasicConsumeOkAsync(string consumerTag, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason) => Task.CompletedTask;

    private static int Before(IReadOnlyBasicProperties properties) =>
        properties.Headers?.TryGetValue(DeliveryCount, out var value) != true ? 0 : value switch
        {
            long count => (int)Math.Min(count, int.MaxValue),
            int count => count,
            _ => 0,
        };
}
