using System.Runtime.CompilerServices;
using Capstan.Database.Log;
using Capstan.RabbitMq.Connecting;
using Capstan.RabbitMq.Session;

namespace Capstan.RabbitMq.Log;

/// <summary>
/// A worker's end of the log, the stream <c>syncQ</c>: a message's position is its offset and 1. The broker keeps the stream in memory for a
/// while before it is on disk, leaves holes between offsets, and moves a reader without a word when it asks for what is gone.
/// </summary>
/// <param name="link">The connection to read on.</param>
/// <param name="writer">Appends.</param>
/// <param name="ends">Finds the log's end.</param>
internal sealed class BrokerLog(BrokerLink link, LogWriter writer, LogEnds ends) : IReplicationLog
{
    /// <summary>Most messages that are on their way to this worker or wait in it.</summary>
    private const ushort Window = 64;

    public bool IsBlocked => writer.IsBlocked;

    public async ValueTask AppendAsync(IReadOnlyList<LogRecord> records, CancellationToken cancellationToken)
    {
        var message = new RecordWriter();
        RecordCodec.Write(message, records);
        if (link.Ended.IsCancellationRequested)
            throw new LogLostException(link.Reason);
        await writer.AppendAsync(message.Written, marker: null, cancellationToken);
    }

    public async IAsyncEnumerable<IReadOnlyList<LogMessage>> ReadAsync(
        LogPosition after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var inbox = new Inbox<StreamEntry>();
        using var lost = link.Ended.UnsafeRegister(_ => inbox.End(new LogLostException(link.Reason)), null);
        await using var reading = await BeginAsync(after, inbox, cancellationToken);
        ends.Join();
        try
        {
            yield return [];
            await foreach (var entries in inbox.TakeAsync(cancellationToken))
            {
                var messages = new List<LogMessage>(entries.Count);
                foreach (var entry in entries.Where(entry => entry.Position > after))
                {
                    if (entry.Position != after.Next)
                        await CheckHoleAsync(after, entry.Position, cancellationToken);
                    messages.Add(new LogMessage(entry.Position, Digest.Of(entry.Bytes), RecordCodec.Decode(entry.Bytes)));
                    after = entry.Position;
                }

                if (messages.Count > 0)
                    yield return messages;
                await AcknowledgeAsync(reading, entries[^1].Tag);
            }
        }
        finally
        {
            ends.Leave();
        }
    }

    public async ValueTask<LogPosition> EndAsync(CancellationToken cancellationToken) => await ends.AskAsync(cancellationToken);

    private async Task<StreamReading> BeginAsync(LogPosition after, Inbox<StreamEntry> inbox, CancellationToken cancellationToken)
    {
        try
        {
            // The message behind a position has that position's number as its offset.
            return await StreamReading.BeginAsync(link, after.Value, Window, Take);
        }
        catch (Exception fault) when (BrokerConnector.IsLoss(fault, cancellationToken))
        {
            throw Lost(fault);
        }

        void Take(StreamReading _, StreamEntry entry, string? marker)
        {
            inbox.Add(entry);
            ends.See(entry.Position, marker);
        }
    }

    /// <summary>Holes are normal while the log begins before them: otherwise what was to be read there is gone.</summary>
    private async Task CheckHoleAsync(LogPosition after, LogPosition next, CancellationToken cancellationToken)
    {
        var first = await LogBegin.AskAsync(link, cancellationToken);
        if (first > after.Next)
            throw new LogGapException($"The log begins with message {first}; {after.Next} to {new LogPosition(next.Value - 1)} are gone.") { First = first };
    }

    private async ValueTask AcknowledgeAsync(StreamReading reading, ulong tag)
    {
        try
        {
            await reading.AcknowledgeAsync(tag);
        }
        catch (Exception fault) when (BrokerConnector.IsLoss(fault, CancellationToken.None))
        {
            throw Lost(fault);
        }
    }

    private LogLostException Lost(Exception fault)
    {
        link.Drop(fault);
        return new LogLostException(link.Reason, fault);
    }
}
