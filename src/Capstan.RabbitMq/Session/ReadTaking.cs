using Capstan.Database.Log;
using Capstan.RabbitMq.Connecting;
using Capstan.RabbitMq.Wire;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Capstan.RabbitMq.Session;

/// <summary>
/// A channel that consumes <c>readQ</c>, or waits to. It outlives neither the queue nor what the broker has against it; the connection
/// outlives it.
/// </summary>
internal sealed class ReadTaking : IAsyncDisposable
{
    private readonly BrokerLink _link;
    private readonly IChannel _channel;
    private readonly MessageConsumer _consumer;
    private string? _taking;
    private volatile bool _isGone;

    private ReadTaking(BrokerLink link, IChannel channel, Action<OpenMessage, ReadMessage> take, Action<string> refused, Action changed)
    {
        (_link, _channel) = (link, channel);
        _consumer = new MessageConsumer(channel, QueueNames.Reads, (tag, _, body) => Arrive(tag, body, take), refused, _ => Go(changed));
        channel.ChannelShutdownAsync += (_, _) =>
        {
            Go(changed);
            return Task.CompletedTask;
        };
    }

    /// <summary>Whether nothing comes from it any more.</summary>
    public bool IsGone => _isGone;

    /// <summary>Opens one that does not consume yet.</summary>
    /// <param name="link">The connection.</param>
    /// <param name="messages">Most messages without an acknowledgement.</param>
    /// <param name="take">Gets each message; must not block.</param>
    /// <param name="refused">Told what was wrong with a message.</param>
    /// <param name="changed">Told when it is gone.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ReadTaking> OpenAsync(
        BrokerLink link, ushort messages, Action<OpenMessage, ReadMessage> take, Action<string> refused, Action changed, CancellationToken cancellationToken)
    {
        var channel = await link.OpenAloneAsync(hasConfirms: false, cancellationToken);
        await channel.BasicQosAsync(0, messages, global: false, cancellationToken);
        return new ReadTaking(link, channel, take, refused, changed);
    }

    /// <summary>Consumes, or takes no more but goes on to acknowledge what came.</summary>
    /// <returns>Whether it consumes; false although it should when there is no queue.</returns>
    public async Task<bool> SetAsync(bool mayConsume, CancellationToken cancellationToken)
    {
        try
        {
            if (mayConsume)
            {
                _taking ??= await _channel.BasicConsumeAsync(QueueNames.Reads, autoAck: false, _consumer, cancellationToken);
            }
            else if (_taking is { } taking)
            {
                _taking = null;
                await _channel.BasicCancelAsync(taking, noWait: false, cancellationToken);
            }
        }
        catch (Exception fault) when (fault is OperationInterruptedException or AlreadyClosedException && !_link.Ended.IsCancellationRequested)
        {
            _isGone = true;
        }

        return _taking is not null && !_isGone;
    }

    public ValueTask DisposeAsync() => _channel.IsOpen ? ChannelEnd.CloseAsync(_link, _channel) : ValueTask.CompletedTask;

    private void Go(Action changed)
    {
        _isGone = true;
        changed();
    }

    private void Arrive(ulong tag, byte[] body, Action<OpenMessage, ReadMessage> take)
    {
        var reader = new RecordReader(body);
        if (Envelope.Open(reader) != MessageKind.Reads)
            throw new InvalidDataException($"A message of '{QueueNames.Reads}' carries no reads.");
        var reads = ReadMessage.Read(reader);
        take(new OpenMessage(_channel, tag, reads.From, reads.Reads.Count), reads);
    }
}
