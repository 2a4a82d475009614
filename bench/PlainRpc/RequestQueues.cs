using RabbitMQ.Client;

namespace Capstan.PlainRpc;

/// <summary>The request queues: durable, as the messages of writes are.</summary>
internal static class RequestQueues
{
    public const string Reads = "reads";
    public const string Writes = "writes";

    /// <summary>Declares both.</summary>
    public static async Task DeclareAsync(IChannel channel)
    {
        await channel.QueueDeclareAsync(Reads, durable: true, exclusive: false, autoDelete: false);
        await channel.QueueDeclareAsync(Writes, durable: true, exclusive: false, autoDelete: false);
    }
}
