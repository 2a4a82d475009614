using RabbitMQ.Client;

namespace Capstan.RabbitMq.Connecting;

/// <summary>
/// One connection to the broker, without any recovery of its own: when it, or a channel on it, is lost, all of it is, once and for good.
/// </summary>
internal sealed class BrokerLink : IAsyncDisposable
{
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(1);

    private readonly IConnection _connection;
    private readonly BrokerSocket _socket;
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ended = new();
    private string? _cause;
    private volatile bool _isBlocked;
    private int _isClosing;

    public BrokerLink(IConnection connection, BrokerSocket socket)
    {
        (_connection, _socket) = (connection, socket);
        // Taken once: it is asked for after the end, too.
        Ended = _ended.Token;
        // The broker may want more of them than was asked for.
        socket.Heartbeat = connection.Heartbeat;
        connection.ConnectionShutdownAsync += (_, shutdown) => Lose(shutdown.ReplyText);
        connection.CallbackExceptionAsync += (_, fault) => Lose(fault.Exception.Message);
        connection.ConnectionBlockedAsync += (_, blocked) => Block(blocked.Reason);
        connection.ConnectionUnblockedAsync += (_, _) => Block(null);
        if (connection.CloseReason is { } reason)
            _ = Lose(reason.ReplyText);
    }

    /// <summary>Raised on any thread when the broker stops or begins again to take messages, with the reason or null.</summary>
    public event Action<string?> BlockedChanged = static _ => { };

    /// <summary>Whether the broker takes no messages at present.</summary>
    public bool IsBlocked => _isBlocked;

    /// <summary>Ends with the reason when the connection is lost.</summary>
    public Task<string> Lost => _lost.Task;

    /// <summary>Cancelled when the connection is lost.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Why it was lost, as a part of a sentence; empty when nobody knows, or it is not.</summary>
    public string Cause => Volatile.Read(ref _cause) ?? "";

    /// <summary>Why it was lost, for people.</summary>
    public string Reason => Volatile.Read(ref _cause) switch
    {
        null => "The connection to the broker is open.",
        "" => "The connection to the broker was lost.",
        var cause => $"The connection to the broker was lost: {cause.TrimEnd('.')}.",
    };

    /// <summary>The node it goes to.</summary>
    public string Host => $"{_connection.Endpoint.HostName}:{_connection.Endpoint.Port}";

    /// <summary>The broker's version as it tells it; empty when it does not.</summary>
    public string Version => _connection.ServerProperties?.TryGetValue("version", out var value) == true && value is byte[] text
        ? System.Text.Encoding.UTF8.GetString(text)
        : "";

    /// <summary>The same as numbers, without what stands behind <c>-</c> or <c>+</c>; null when it tells none.</summary>
    public Version? Release => System.Version.TryParse(Version.Split('-', '+')[0], out var release) ? release : null;

    /// <summary>A channel whose end is the end of this connection. Consumers' handlers run one after another.</summary>
    /// <param name="hasConfirms">Whether the broker confirms what is published on it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IChannel> OpenAsync(bool hasConfirms, CancellationToken cancellationToken)
    {
        var channel = await OpenAloneAsync(hasConfirms, cancellationToken);
        channel.ChannelShutdownAsync += (_, shutdown) => shutdown.Initiator == ShutdownInitiator.Application ? Task.CompletedTask : Lose(shutdown.ReplyText);
        return channel;
    }

    /// <summary>A channel that may be closed by the broker without any harm to the connection.</summary>
    public async Task<IChannel> OpenAloneAsync(bool hasConfirms, CancellationToken cancellationToken)
    {
        var options = new CreateChannelOptions(hasConfirms, publisherConfirmationTrackingEnabled: false, null, 1);
        var channel = await _connection.CreateChannelAsync(options, cancellationToken);
        channel.CallbackExceptionAsync += (_, fault) => Lose(fault.Exception.Message);
        return channel;
    }

    /// <summary>Ends the connection at once.</summary>
    public void Drop(string cause) => _ = Lose(cause);

    /// <summary>Ends the connection at once, for something that went wrong on it.</summary>
    public void Drop(Exception fault) => Drop(BrokerConnector.Words(fault));

    /// <summary>Closes it in good order, or cuts it when the broker does not answer.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosing, 1) != 0)
            return;
        if (Volatile.Read(ref _cause) is null)
        {
            try
            {
                await _connection.CloseAsync(200, "Goodbye", ClosePatience, abort: true).WaitAsync(ClosePatience);
            }
            catch (TimeoutException)
            {
                // The broker does not answer: it is cut below.
            }
        }

        await Lose("it was closed here");
        await _lost.Task;
        _socket.Cut();
        await _connection.DisposeAsync();
    }

    // The client itself goes on waiting for the peer before it tells its callers; cutting the socket ends that.
    private async Task Lose(string seen)
    {
        if (Interlocked.CompareExchange(ref _cause, _socket.Reason ?? seen, null) is not null)
            return;
        if (Volatile.Read(ref _isClosing) == 0)
            _socket.Cut();
        await _ended.CancelAsync();
        _lost.TrySetResult(Reason);
    }

    private Task Block(string? reason)
    {
        _isBlocked = reason is not null;
        BlockedChanged(reason);
        return Task.CompletedTask;
    }
}
