namespace Capstan.Database.Log;

/// <summary>
/// A worker's connection to the log, <c>syncQ</c>: one total order for all. Appending promises nothing; only what is read back is
/// there.
/// </summary>
public interface IReplicationLog
{
    /// <summary>
    /// Sends records as one message. Messages of one worker keep their order; one may be lost, and is then never followed by a later
    /// one of the same connection. Does not wait for the log.
    /// </summary>
    /// <exception cref="LogLostException">The connection is gone.</exception>
    ValueTask AppendAsync(IReadOnlyList<LogRecord> records, CancellationToken cancellationToken);

    /// <summary>
    /// All messages behind a position and those to come, in order, in lists of all that are at hand; the first list may be empty and is
    /// given when the reading has begun. A message is given only after it is as durable as this log makes it.
    /// </summary>
    /// <exception cref="LogLostException">The connection broke: what this worker knew of the log's completeness is void.</exception>
    /// <exception cref="LogGapException">The log begins behind the message after <paramref name="after"/>.</exception>
    IAsyncEnumerable<IReadOnlyList<LogMessage>> ReadAsync(LogPosition after, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the log takes nothing at present from anybody and says so, as one that is short of memory or disk: what was sent comes when
    /// that is over, and nobody else could append in this worker's place.
    /// </summary>
    bool IsBlocked { get; }

    /// <summary>The last message now, <see cref="LogPosition.None"/> of an empty log.</summary>
    ValueTask<LogPosition> EndAsync(CancellationToken cancellationToken);
}
