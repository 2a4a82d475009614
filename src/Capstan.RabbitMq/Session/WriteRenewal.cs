using Capstan.RabbitMq.Connecting;

namespace Capstan.RabbitMq.Session;

/// <summary>Puts the writes of one message on <c>writeQ</c> again, each by itself, where they count their deliveries anew.</summary>
internal sealed class WriteRenewal : IDisposable
{
    private const int Window = 32;

    private readonly ConfirmedChannel<TaskCompletionSource<Fate>> _channel;

    private WriteRenewal(BrokerLink link, global::RabbitMQ.Client.IChannel channel, TimeProvider time) =>
        _channel = new ConfirmedChannel<TaskCompletionSource<Fate>>(link, channel, Window, static (sent, fate) => sent.TrySetResult(fate), time);

    /// <summary>On a channel of its own.</summary>
    public static async Task<WriteRenewal> OpenAsync(BrokerLink link, TimeProvider time, CancellationToken cancellationToken) =>
        new(link, await link.OpenAsync(hasConfirms: true, cancellationToken), time);

    /// <summary>Sends them; they are on the queue when this returns.</summary>
    /// <returns>False when the queue did not take all of them, or nobody knows. What it took is carried out once all the same.</returns>
    public async Task<bool> SendAsync(HeldWrites message)
    {
        var sent = new List<Task<Fate>>();
        foreach (var write in message.Content.Writes)
        {
            var fate = new TaskCompletionSource<Fate>(TaskCreationOptions.RunContinuationsAsynchronously);
            var alone = message.Content with { IsSuspect = message.IsSuspect, Writes = [write] };
            if (!await _channel.RoomAsync(CancellationToken.None)
                || !await _channel.PublishAsync(QueueNames.Writes, alone.Encode(), fate, new Delivery { IsPersistent = true }))
                return false;
            sent.Add(fate.Task);
        }

        return (await Task.WhenAll(sent)).All(fate => fate == Fate.Taken);
    }

    public void Dispose() => _channel.Dispose();
}
