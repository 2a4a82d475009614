using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Reading;
using Capstan.Database.Statements;
using Capstan.RabbitMq.Front;

namespace Capstan.RabbitMq;

/// <summary>
/// The controller's end of the queues on a broker. It connects again by itself, and sends then what is unanswered once more. A broker that
/// is short of memory or disk takes no message at all: reads are refused then as writes are.
/// </summary>
public sealed class BrokerFront : IRequestQueues, IAsyncDisposable
{
    /// <summary>How long a request may wait to be handed to the broker (protocol section 3).</summary>
    public static readonly TimeSpan QueuePatience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(100);

    private readonly BrokerSettings _settings;
    private readonly Func<string?> _refusal;
    private readonly FrontRequests _requests;
    private readonly FrontLoop _loop;
    private readonly ITimer _timer;

    /// <param name="settings">How the broker is used.</param>
    /// <param name="refusal">Why writes are refused right now, for people; null when they are not. Any thread, cheap.</param>
    public BrokerFront(BrokerSettings settings, Func<string?> refusal)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(refusal);
        (_settings, _refusal) = (settings, refusal);
        _requests = new FrontRequests(settings, Notice);
        _loop = new FrontLoop(settings, _requests, Notice);
        _timer = settings.Time.CreateTimer(_ => Tick(), null, TickEvery, TickEvery);
    }

    /// <summary>Raised on any thread with what workers tell operators, and with the front's own <c>broker-lost</c>, <c>broker-back</c>,
    /// <c>broker-blocked</c> and <c>broker-unblocked</c>. Handlers must not block.</summary>
    public event Action<EngineNotice> Noticed = static _ => { };

    /// <summary>Connects, declares what is missing and checks what is there. Waits up to 30 s for a broker that cannot be reached.</summary>
    /// <exception cref="EngineException">It cannot be used: the message names the cause and the remedy.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => _loop.StartAsync(cancellationToken);

    /// <summary>How it stands now. Cheap; any thread.</summary>
    public BrokerReading Read() => new()
    {
        WriteDepth = _requests.Writes.Count,
        ReadDepth = _requests.Reads.Count,
        DeadDepth = _loop.Look.Dead,
        LogMessages = _loop.Look.LogMessages,
        Readers = _loop.Look.Readers,
        IsBlocked = _loop.Blocked is not null,
        Trouble = _loop.Trouble,
    };

    /// <summary>The log's end now: the position before a marker of its own that it reads back.</summary>
    /// <exception cref="LogLostException">The broker is away.</exception>
    public Task<LogPosition> LogEndAsync(CancellationToken cancellationToken) =>
        _loop.Link?.LogEndAsync(cancellationToken) ?? Task.FromException<LogPosition>(new LogLostException(_loop.Trouble));

    /// <summary>Where the log begins now; waits for the first message of an empty one.</summary>
    /// <exception cref="LogLostException">The broker is away.</exception>
    public Task<LogPosition> LogBeginAsync(CancellationToken cancellationToken) =>
        _loop.Link?.LogBeginAsync(cancellationToken) ?? Task.FromException<LogPosition>(new LogLostException(_loop.Trouble));

    /// <inheritdoc />
    public Task<Answer> WriteAsync(WriteIntent intent, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if ((_refusal() ?? _loop.Blocked) is { } reason)
            throw new NotQueuedException(reason);
        return _requests.WriteAsync(intent, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<Answer> ReadAsync(ReadQuery query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_loop.Blocked is { } reason)
            throw new NotQueuedException(reason);
        if (!await _loop.HasReadersAsync(cancellationToken))
            throw new NotQueuedException("No worker serves reads now.");
        return await _requests.ReadAsync(query, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        _requests.Close();
        await _loop.DisposeAsync();
    }

    private void Tick()
    {
        var reason = _loop.Trouble.Length > 0 ? _loop.Trouble : "The broker does not take messages now.";
        _requests.Refuse(request => _settings.Time.GetElapsedTime(request.Since) >= QueuePatience, reason);
        _requests.Repeat();
    }

    private void Notice(EngineNotice notice) => Noticed(notice);
}
