using Capstan.Database.Log;
using Capstan.RabbitMq.Connecting;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Capstan.RabbitMq.Log;

/// <summary>One reading of <c>syncQ</c> on a channel of its own, from some place on. The broker sends as much as is not acknowledged.</summary>
internal sealed class StreamReading : IAsyncBasicConsumer, IAsyncDisposable
{
    private const string Offset = "x-stream-offset";

    private readonly BrokerLink _link;
    private readonly Action<StreamReading, StreamEntry, string?> _take;
    private int _isEnded;

    private StreamReading(BrokerLink link, IChannel channel, Action<StreamReading, StreamEntry, string?> take) => (_link, Stream, _take) = (link, channel, take);

    /// <inheritdoc />
    public IChannel? Channel => Stream;

    private IChannel Stream { get; }

    /// <summary>
    /// Begins to read. It cannot be cancelled: the client limits its own calls, and one that is given up under way would leave its channel behind.
    /// </summary>
    /// <param name="link">The connection, which is lost when the reading ends by itself.</param>
    /// <param name="from">An offset as a number, or <c>first</c>, <c>next</c>. A number that the stream does not hold becomes, without a word,
    /// the nearest one that it does.</param>
    /// <param name="window">Most messages without an acknowledgement.</param>
    /// <param name="take">Gets this reading and each message with the name that it carries, one after another and from before this returns on;
    /// must not block.</param>
    public static async Task<StreamReading> BeginAsync(BrokerLink link, object from, ushort window, Action<StreamReading, StreamEntry, string?> take)
    {
        var reading = new StreamReading(link, await link.OpenAsync(hasConfirms: false, link.Ended), take);
        await reading.Stream.BasicQosAsync(0, window, global: false, link.Ended);
        var arguments = new Dictionary<string, object?> { [Offset] = from };
        await reading.Stream.BasicConsumeAsync(QueueNames.Log, autoAck: false, "", noLocal: false, exclusive: false, arguments, reading, link.Ended);
        return reading;
    }

    /// <summary>Makes room for as many messages as lie up to this one.</summary>
    public ValueTask AcknowledgeAsync(ulong tag) => Stream.BasicAckAsync(tag, multiple: true, CancellationToken.None);

    /// <inheritdoc />
    public Task HandleBasicDeliverAsync(
        string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        if (properties.Headers?.TryGetValue(Offset, out var value) != true || value is not long offset)
            throw new InvalidDataException($"A message of '{QueueNames.Log}' came without its offset: it is no stream.");
        if (Volatile.Read(ref _isEnded) == 0)
            _take(this, new StreamEntry(new LogPosition(offset + 1), body.ToArray(), deliveryTag), properties.CorrelationId);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        _link.Drop($"the broker ended the reading of '{QueueNames.Log}'");
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <inheritdoc />
    public Task HandleBasicConsumeOkAsync(string consumerTag, CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <inheritdoc />
    public Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason) => Task.CompletedTask;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isEnded, 1) == 0)
            await ChannelEnd.CloseAsync(_link, Stream);
    }
}
