using Capstan.Database.Log;
using Capstan.RabbitMq.Connecting;

namespace Capstan.RabbitMq.Log;

/// <summary>
/// Appends to <c>syncQ</c> on one channel, which keeps the order. What the broker does not take ends the connection, so that nothing
/// follows a message that is missing.
/// </summary>
internal sealed class LogWriter : IDisposable
{
    /// <summary>Most messages without a confirm. Far above what a leader has on its way, far below what the client queues.</summary>
    private const int Window = 64;

    private readonly BrokerLink _link;
    private readonly ConfirmedChannel<LogPosition> _channel;

    private LogWriter(BrokerLink link, global::RabbitMQ.Client.IChannel channel, TimeProvider time)
    {
        _link = link;
        _channel = new ConfirmedChannel<LogPosition>(link, channel, Window, Settle, time);
    }

    /// <summary>A writer on a connection.</summary>
    public static async Task<LogWriter> OpenAsync(BrokerLink link, TimeProvider time, CancellationToken cancellationToken) =>
        new(link, await link.OpenAsync(hasConfirms: true, cancellationToken), time);

    /// <summary>Whether the broker takes no messages at present.</summary>
    public bool IsBlocked => _link.IsBlocked;

    /// <summary>Sends one message.</summary>
    /// <param name="message">Its bytes, which are copied before this returns.</param>
    /// <param name="marker">Names a marker for those who look for it; null for anything else.</param>
    /// <param name="cancellationToken">Gives up while there is no room.</param>
    /// <exception cref="LogLostException">The connection is gone.</exception>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> message, string? marker, CancellationToken cancellationToken)
    {
        if (!await _channel.RoomAsync(cancellationToken)
            || !await _channel.PublishAsync(QueueNames.Log, message, default, new Delivery { IsPersistent = true, Correlation = marker }))
            throw new LogLostException(_link.Reason);
    }

    public void Dispose() => _channel.Dispose();

    private void Settle(LogPosition message, Fate fate)
    {
        if (fate == Fate.Refused)
            _link.Drop("the log did not take a message");
    }
}
