using Capstan.Database.Log;
using Capstan.RabbitMq.Connecting;
using Capstan.RabbitMq.Wire;
using RabbitMQ.Client;

namespace Capstan.RabbitMq.Session;

/// <summary>One time of taking writes: a channel that consumes <c>writeQ</c> and <c>writeQ.dead</c>. What it has goes back when it is closed.</summary>
internal sealed class WriteTaking : IAsyncDisposable
{
    /// <summary>Most messages of each queue that the leader has, each of which may carry many writes.</summary>
    private const ushort Window = 32;

    private readonly BrokerLink _link;
    private readonly IChannel _channel;
    private readonly FrontClock _clock;
    private readonly BrokerReads _reads;
    private readonly Action _arrived;
    private readonly Lock _lock = new();
    private readonly WriteWindow _window = new();

    private WriteTaking(BrokerLink link, IChannel channel, FrontClock clock, BrokerReads reads, Action arrived) =>
        (_link, _channel, _clock, _reads, _arrived) = (link, channel, clock, reads, arrived);

    /// <summary>Begins.</summary>
    /// <param name="link">The connection.</param>
    /// <param name="clock">Learns the front's time from what comes.</param>
    /// <param name="reads">Gets reads that only the leader can answer.</param>
    /// <param name="arrived">Told when there may be something to do.</param>
    /// <param name="refused">Told what was wrong with a message.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<WriteTaking> BeginAsync(
        BrokerLink link, FrontClock clock, BrokerReads reads, Action arrived, Action<string> refused, CancellationToken cancellationToken)
    {
        var taking = new WriteTaking(link, await link.OpenAsync(hasConfirms: false, cancellationToken), clock, reads, arrived);
        await taking._channel.BasicQosAsync(0, Window, global: false, cancellationToken);
        await taking.ConsumeAsync(QueueNames.Dead, isDead: true, refused, cancellationToken);
        await taking.ConsumeAsync(QueueNames.Writes, isDead: false, refused, cancellationToken);
        return taking;
    }

    /// <inheritdoc cref="WriteWindow.Next" />
    public WindowStep? Next()
    {
        lock (_lock)
            return _window.Next();
    }

    /// <inheritdoc cref="WriteWindow.Answered" />
    public void Answered(HeldWrites message)
    {
        lock (_lock)
            _window.Answered(message);
        _arrived();
    }

    /// <inheritdoc cref="WriteWindow.Keep" />
    public void Keep(HeldWrites message)
    {
        lock (_lock)
            _window.Keep(message);
    }

    public ValueTask DisposeAsync() => ChannelEnd.CloseAsync(_link, _channel);

    private Task ConsumeAsync(string queue, bool isDead, Action<string> refused, CancellationToken cancellationToken) =>
        _channel.BasicConsumeAsync(
            queue, autoAck: false, new MessageConsumer(_channel, queue, (tag, before, body) => Arrive(tag, before, body, isDead), refused, _link.Drop), cancellationToken);

    private void Arrive(ulong tag, int before, byte[] body, bool isDead)
    {
        var reader = new RecordReader(body);
        switch (Envelope.Open(reader))
        {
            case MessageKind.Writes:
                Arrive(tag, before, WriteMessage.Read(reader), isDead);
                break;
            case MessageKind.Reads:
                Arrive(tag, ReadMessage.Read(reader), isDead);
                break;
            case var kind:
                throw new InvalidDataException($"A message of kind {(byte)kind} carries no writes.");
        }
    }

    private void Arrive(ulong tag, int before, WriteMessage content, bool isDead)
    {
        _clock.See(content.Now);
        var message = new OpenMessage(_channel, tag, content.From, content.Writes.Count) { IsWrite = true };
        lock (_lock)
            _window.Arrive(new HeldWrites(message, content, before, isDead));
        _arrived();
    }

    // A read is asked for again by its front; so it need not come back when this worker ends. One that is dead lay in the queue until its time was over.
    private void Arrive(ulong tag, ReadMessage content, bool isDead)
    {
        if (!isDead)
            _reads.Take(new OpenMessage(null, tag, content.From, content.Reads.Count), content);
        _ = _channel.BasicAckAsync(tag, multiple: false, CancellationToken.None).AsTask();
    }
}
