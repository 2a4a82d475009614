using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Capstan.PlainRpc;

/// <summary>Takes a message, does what it says, publishes the answer to the queue that the message names, acknowledges it; then the next.</summary>
internal static class Server
{
    /// <summary>Serves until it is killed.</summary>
    public static async Task RunAsync(Uri broker, string file, string schema, ushort prefetch)
    {
        using var database = new AnsweringDatabase(file, schema);
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await RequestQueues.DeclareAsync(channel);
        await channel.BasicQosAsync(0, prefetch, global: false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            var answer = database.Answer(delivery.Body);
            var properties = new BasicProperties { CorrelationId = delivery.BasicProperties.CorrelationId };
            await channel.BasicPublishAsync("", delivery.BasicProperties.ReplyTo!, mandatory: false, properties, answer);
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync(RequestQueues.Reads, autoAck: false, consumer);
        await channel.BasicConsumeAsync(RequestQueues.Writes, autoAck: false, consumer);
        await Task.Delay(Timeout.Infinite);
    }
}
