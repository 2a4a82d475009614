using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.RabbitMq.Connecting;
using Capstan.RabbitMq.Log;
using Capstan.RabbitMq.Session;
using Capstan.RabbitMq.Wire;

namespace Capstan.RabbitMq;

/// <summary>
/// A worker's end of queues and log on a broker: one for the life of its process. When one of its connections is lost, everything of it
/// ends with <see cref="LogLostException"/> or <see cref="SessionLostException"/>; the process ends and is started again.
/// </summary>
public sealed class BrokerSession : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly SessionParts _parts;
    private readonly Guid _id;
    private readonly int _slot;

    private BrokerSession(SessionParts parts, Guid id, int slot, IDuties duties, TimeProvider time)
    {
        (_parts, _id, _slot) = (parts, id, slot);
        Log = new BrokerLog(parts.Consuming, parts.Writer, parts.Ends);
        var desk = parts.Desk;
        var reads = new BrokerReads(parts.Consuming, desk, new SharedQuestion<LogPosition>(() => parts.Ends.AskAsync(parts.Consuming.Ended)), duties, Refused, time);
        Reads = reads;
        Writes = new BrokerWrites(parts.Consuming, desk, parts.Renewal, reads, duties, Refused, time);
        Lost = LostAsync(parts);
    }

    /// <summary>The log, <c>syncQ</c>.</summary>
    public IReplicationLog Log { get; }

    /// <summary><c>writeQ</c> and <c>writeQ.dead</c>.</summary>
    public IWriteConsumer Writes { get; }

    /// <summary><c>readQ</c>.</summary>
    public IReadConsumer Reads { get; }

    /// <summary>Ends with the reason, for people, when a connection is lost. Never fails.</summary>
    public Task<string> Lost { get; }

    /// <summary>Connects. Waits, with growing pauses, for a broker that is away and for queues that the front has not declared yet.</summary>
    /// <param name="settings">How the broker is used.</param>
    /// <param name="id">Names this life of the worker.</param>
    /// <param name="slot">Its slot.</param>
    /// <param name="duties">What it may do now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EngineException">Waiting does not help: wrong credentials, no such virtual host, a missing right, too old a broker.</exception>
    public static async Task<BrokerSession> ConnectAsync(BrokerSettings settings, Guid id, int slot, IDuties duties, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(duties);
        var connector = new BrokerConnector(settings, $"capstan worker {slot}");
        var pause = new GrowingPause(FirstPause, LongestPause, settings.Chance);
        while (true)
        {
            if (await SessionParts.TryOpenAsync(connector, settings, cancellationToken) is { } parts)
                return new BrokerSession(parts, id, slot, duties, settings.Time);
            await Task.Delay(pause.Next(), settings.Time, cancellationToken);
        }
    }

    /// <summary>Tells operators something through the front. Best effort.</summary>
    public async ValueTask NoteAsync(string kind, string detail)
    {
        var writer = new RecordWriter();
        new NoteMessage(_id, new EngineNotice(kind, detail, _slot)).Write(writer);
        try
        {
            await _parts.Desk.SendAsync(QueueNames.Responses, writer.Written);
        }
        catch (Exception fault) when (BrokerConnector.IsLoss(fault, CancellationToken.None))
        {
            _parts.Publishing.Drop(fault);
        }
    }

    /// <summary>Closes the connections: what was delivered and not acknowledged goes back to its queue at once.</summary>
    public ValueTask DisposeAsync() => _parts.DisposeAsync();

    private void Refused(string detail) => _ = NoteAsync(NoticeKinds.MessageRefused, detail).AsTask();

    private static async Task<string> LostAsync(SessionParts parts)
    {
        var first = await Task.WhenAny(parts.Publishing.Lost, parts.Consuming.Lost);
        var (lost, other) = first == parts.Publishing.Lost ? (parts.Publishing, parts.Consuming) : (parts.Consuming, parts.Publishing);
        other.Drop(lost.Cause);
        return await first;
    }
}
