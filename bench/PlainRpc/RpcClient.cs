using System.Collections.Concurrent;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Capstan.PlainRpc;

/// <summary>Calls over the broker: a message to a queue, and its answer, known by a correlation id, from a queue of this client's own.</summary>
internal sealed class RpcClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(9);

    private readonly ConcurrentDictionary<string, TaskCompletionSource<byte[]>> _waiting = new(StringComparer.Ordinal);

    // A channel is for one caller at a time.
    private readonly SemaphoreSlim _gate = new(1);
    private readonly IChannel _channel;
    private readonly string _answers;

    private RpcClient(IChannel channel, string answers) => (_channel, _answers) = (channel, answers);

    /// <summary>Connects; both ends are for the life of the process.</summary>
    public static async Task<RpcClient> ConnectAsync(Uri broker)
    {
        var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        await RequestQueues.DeclareAsync(channel);
        var answers = await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true);
        var client = new RpcClient(channel, answers.QueueName);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            if (client._waiting.TryRemove(delivery.BasicProperties.CorrelationId!, out var waiting))
                waiting.TrySetResult(delivery.Body.ToArray());
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(answers.QueueName, autoAck: true, consumer);
        return client;
    }

    /// <summary>Calls.</summary>
    /// <exception cref="TimeoutException">No answer came.</exception>
    public async Task<byte[]> CallAsync(string queue, ReadOnlyMemory<byte> request)
    {
        var id = Guid.NewGuid().ToString("N");
        var waiting = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = waiting;
        var properties = new BasicProperties { CorrelationId = id, ReplyTo = _answers, Persistent = queue == RequestQueues.Writes };
        await _gate.WaitAsync();
        try
        {
            await _channel.BasicPublishAsync("", queue, mandatory: false, properties, request);
        }
        finally
        {
            _gate.Release();
        }

        try
        {
            return await waiting.Task.WaitAsync(Patience);
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }
}
