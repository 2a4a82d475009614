using System.Globalization;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Capstan.RabbitMq.Connecting;

/// <summary>
/// Publishes with confirms, a bounded number of them at a time, and tells the fate of each message. The bound is what makes senders gather
/// under load, keeps few messages in doubt when the broker falls silent, and keeps the client's own queue towards the socket from filling
/// up, behind which it would wait without an end.
/// </summary>
/// <typeparam name="T">What the sender knows of a message.</typeparam>
internal sealed class ConfirmedChannel<T> : IDisposable
{
    /// <summary>Handing a message over is a matter of memory; when it takes that long, the connection is of no use any more.</summary>
    private static readonly TimeSpan HandOverPatience = TimeSpan.FromSeconds(5);

    private readonly BrokerLink _link;
    private readonly IChannel _channel;
    private readonly Action<T, Fate> _settle;
    private readonly TimeProvider _time;
    private readonly int _window;
    private readonly SemaphoreSlim _room;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _lock = new();
    private readonly List<Open> _open = [];
    private readonly CancellationTokenRegistration _ending;
    private ulong _last;
    private bool _isLost;

    /// <param name="link">Its connection.</param>
    /// <param name="channel">A channel with confirms that nobody else publishes on.</param>
    /// <param name="window">Most messages without a confirm.</param>
    /// <param name="settle">Told the fate of each message, once, on any thread; must not block.</param>
    /// <param name="time">The clock.</param>
    public ConfirmedChannel(BrokerLink link, IChannel channel, int window, Action<T, Fate> settle, TimeProvider time)
    {
        (_link, _channel, _settle, _time, _window, _room) = (link, channel, settle, time, window, new SemaphoreSlim(window, window));
        channel.BasicAcksAsync += (_, ack) => Settle(ack.DeliveryTag, ack.Multiple, Fate.Taken);
        channel.BasicNacksAsync += (_, nack) => Settle(nack.DeliveryTag, nack.Multiple, Fate.Refused);
        channel.BasicReturnAsync += (_, returned) => Return(returned);
        _ending = link.Ended.UnsafeRegister(static channel => ((ConfirmedChannel<T>)channel!).Lose(), this);
    }

    /// <summary>Waits until a message may go.</summary>
    /// <returns>False when the connection is lost.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async ValueTask<bool> RoomAsync(CancellationToken cancellationToken)
    {
        if (_link.Ended.IsCancellationRequested)
            return false;
        if (_room.Wait(0, CancellationToken.None))
            return true;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_link.Ended, cancellationToken);
        try
        {
            await _room.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Gives back the room of <see cref="RoomAsync"/> when there is nothing to send after all.</summary>
    public void LeaveRoom() => _room.Release();

    /// <summary>Waits until every message has its confirm. For whoever has room in hand and sends nothing more.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async ValueTask IdleAsync(CancellationToken cancellationToken)
    {
        for (var got = 1; got < _window && await RoomAsync(cancellationToken); got++)
        {
        }
    }

    /// <summary>Hands a message over, for which <see cref="RoomAsync"/> has made room.</summary>
    /// <param name="queue">Where it goes.</param>
    /// <param name="body">Its bytes, which are copied before this returns.</param>
    /// <param name="message">What the sender knows of it.</param>
    /// <param name="delivery">How it is to be kept.</param>
    /// <returns>False when it was surely not sent since the connection is gone; its fate is not told then.</returns>
    public async ValueTask<bool> PublishAsync(string queue, ReadOnlyMemory<byte> body, T message, Delivery delivery)
    {
        await _turn.WaitAsync();
        try
        {
            if (Enter(message) is not { } number)
                return false;
            var properties = new BasicProperties
            {
                Persistent = delivery.IsPersistent,
                MessageId = number.ToString(CultureInfo.InvariantCulture),
                CorrelationId = delivery.Correlation,
                Expiration = delivery.Lifetime is { } life ? ((long)Math.Max(1, life.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture) : null,
            };
            await HandOverAsync(_channel.BasicPublishAsync("", queue, mandatory: true, properties, body, CancellationToken.None));
        }
        finally
        {
            _turn.Release();
        }

        return true;
    }

    public void Dispose()
    {
        _ending.Dispose();
        Lose();
    }

    // A token in the client's hands may corrupt what it counts; so the time is limited here, and the connection given up with it.
    private async ValueTask HandOverAsync(ValueTask sending)
    {
        try
        {
            if (sending.IsCompleted)
                await sending;
            else
                await sending.AsTask().WaitAsync(HandOverPatience, _time);
        }
        catch (Exception fault) when (BrokerConnector.IsLoss(fault, CancellationToken.None))
        {
            _link.Drop($"a message could not be handed over: {fault.Message}");
        }
    }

    private ulong? Enter(T message)
    {
        lock (_lock)
        {
            if (_isLost)
                return null;
            _open.Add(new Open(++_last, message));
            return _last;
        }
    }

    private Task Return(BasicReturnEventArgs returned)
    {
        if (!ulong.TryParse(returned.BasicProperties.MessageId, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return Task.CompletedTask;
        lock (_lock)
        {
            // The confirm that follows is for having tried.
            if (_open.Find(open => open.Number == number) is { } found)
                found.IsReturned = true;
        }

        return Task.CompletedTask;
    }

    private Task Settle(ulong number, bool multiple, Fate fate)
    {
        List<Open> settled;
        lock (_lock)
        {
            settled = multiple ? _open.FindAll(open => open.Number <= number) : _open.FindAll(open => open.Number == number);
            _open.RemoveAll(settled.Contains);
        }

        foreach (var open in settled)
            _settle(open.Message, open.IsReturned ? Fate.Refused : fate);
        if (settled.Count > 0 && !_link.Ended.IsCancellationRequested)
            _room.Release(settled.Count);
        return Task.CompletedTask;
    }

    private void Lose()
    {
        List<Open> lost;
        lock (_lock)
        {
            _isLost = true;
            lost = [.. _open];
            _open.Clear();
        }

        foreach (var open in lost)
            _settle(open.Message, Fate.Unknown);
    }

    private sealed class Open(ulong number, T message)
    {
        public ulong Number => number;

        public T Message => message;

        public bool IsReturned { get; set; }
    }
}
