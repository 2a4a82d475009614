using Capstan.Database.Log;
using Capstan.Database.Queues;

namespace Capstan.RabbitMq;

/// <summary>
/// A worker's end of queues and log on a broker: one for the life of its process. When one of its connections is lost, everything of it
/// ends with <see cref="LogLostException"/> or <see cref="Database.Membership.SessionLostException"/>; the process ends and is started again.
/// </summary>
public sealed class BrokerSession : IAsyncDisposable
{
    private BrokerSession()
    {
    }

    /// <summary>The log, <c>syncQ</c>.</summary>
    public IReplicationLog Log => throw new NotSupportedException();

    /// <summary><c>writeQ</c> and <c>writeQ.dead</c>.</summary>
    public IWriteConsumer Writes => throw new NotSupportedException();

    /// <summary><c>readQ</c>.</summary>
    public IReadConsumer Reads => throw new NotSupportedException();

    /// <summary>Ends with the reason, for people, when a connection is lost. Never fails.</summary>
    public Task<string> Lost => throw new NotSupportedException();

    /// <summary>Connects. Waits, with growing pauses, for a broker that is away and for queues that the front has not declared yet.</summary>
    /// <param name="settings">How the broker is used.</param>
    /// <param name="id">Names this life of the worker.</param>
    /// <param name="slot">Its slot.</param>
    /// <param name="duties">What it may do now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Database.Engines.EngineException">Waiting does not help: wrong credentials, no such virtual host, a missing right, too
    /// old a broker.</exception>
    public static Task<BrokerSession> ConnectAsync(BrokerSettings settings, Guid id, int slot, IDuties duties, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Tells operators something through the front. Best effort.</summary>
    public ValueTask NoteAsync(string kind, string detail) => throw new NotSupportedException();

    /// <summary>Closes the connections: what was delivered and not acknowledged goes back to its queue at once.</summary>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
