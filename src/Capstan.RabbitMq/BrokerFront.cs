using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Reading;
using Capstan.Database.Statements;

namespace Capstan.RabbitMq;

/// <summary>The controller's end of the queues on a broker.</summary>
public sealed class BrokerFront : IRequestQueues, IAsyncDisposable
{
    /// <param name="settings">How the broker is used.</param>
    /// <param name="refusal">Why writes are refused right now, for people; null when they are not. Any thread, cheap.</param>
    public BrokerFront(BrokerSettings settings, Func<string?> refusal)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(refusal);
    }

    /// <summary>Raised on any thread with what workers tell operators, and with the front's own <c>broker-lost</c>, <c>broker-back</c>,
    /// <c>broker-blocked</c> and <c>broker-unblocked</c>. Handlers must not block.</summary>
    public event Action<EngineNotice> Noticed = static _ => { };

    /// <summary>Connects, declares what is missing and checks what is there. Waits up to 30 s for a broker that cannot be reached.</summary>
    /// <exception cref="EngineException">It cannot be used: the message names the cause and the remedy.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>How it stands now. Cheap; any thread.</summary>
    public BrokerReading Read() => throw new NotSupportedException();

    /// <summary>The log's end now: the position before a marker of its own that it reads back.</summary>
    /// <exception cref="LogLostException">The broker is away.</exception>
    public Task<LogPosition> LogEndAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc />
    public Task<Answer> WriteAsync(WriteIntent intent, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc />
    public Task<Answer> ReadAsync(ReadQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
