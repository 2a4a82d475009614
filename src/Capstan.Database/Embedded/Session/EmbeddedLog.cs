using System.Runtime.CompilerServices;
using Capstan.Database.Embedded.Segments;
using Capstan.Database.Embedded.Wire;
using Capstan.Database.Log;

namespace Capstan.Database.Embedded.Session;

/// <summary>The worker's end of the log.</summary>
internal sealed class EmbeddedLog(Connection connection) : IReplicationLog
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, Arrivals<LogEntry>> _readings = [];
    private int _lastReading;

    /// <summary>Never: a full disk is told by an error.</summary>
    public bool IsBlocked => false;

    public async ValueTask AppendAsync(IReadOnlyList<LogRecord> records, CancellationToken cancellationToken)
    {
        var writer = new RecordWriter();
        RecordCodec.Write(writer, records);
        if (writer.Written.Length > SegmentFormat.MaxPayload)
            throw new ArgumentException($"A message has {writer.Written.Length} bytes; {SegmentFormat.MaxPayload} are the most.", nameof(records));
        await connection.Outbox.RoomAsync().WaitAsync(cancellationToken);
        if (connection.Ended.IsCancellationRequested)
            throw new LogLostException(connection.Reason);
        connection.Outbox.Send(FrameKind.Append, writer, static (frame, message) => frame.Raw(message.Written.Span));
    }

    public async IAsyncEnumerable<IReadOnlyList<LogMessage>> ReadAsync(
        LogPosition after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (id, arrivals) = Begin(after);
        try
        {
            await foreach (var entries in arrivals.TakeAsync(cancellationToken))
            {
                var messages = entries.Where(entry => entry.Position > 0).Select(Message).ToList();
                yield return messages;
                Consumed(id, entries);
            }
        }
        finally
        {
            Stop(id);
        }
    }

    public async ValueTask<LogPosition> EndAsync(CancellationToken cancellationToken)
    {
        var answer = await connection.CallAsync(CallKind.LogEnd, 0, static (_, _) => { }, cancellationToken);
        return new LogPosition(answer.Int64());
    }

    /// <summary>Takes a frame of a reading; one that has ended here meanwhile is dropped.</summary>
    public void Take(FrameKind kind, RecordReader reader)
    {
        if (Find(reader.Int32()) is not { } arrivals)
            return;
        switch (kind)
        {
            case FrameKind.LogBegun:
                arrivals.Add(default);
                break;
            case FrameKind.LogEntry:
                arrivals.Add(new LogEntry(reader.Int64(), reader.Bytes().ToArray()));
                break;
            case FrameKind.LogGap:
                var first = new LogPosition(reader.Int64());
                arrivals.End(new LogGapException($"The log begins with message {first}.") { First = first });
                break;
            default:
                arrivals.End(new LogLostException(reader.Text()));
                break;
        }
    }

    /// <summary>What was taken since the last call goes to the readers.</summary>
    public void Release()
    {
        lock (_lock)
        {
            foreach (var arrivals in _readings.Values)
                arrivals.Release();
        }
    }

    /// <summary>The connection ended.</summary>
    public void End()
    {
        lock (_lock)
        {
            foreach (var arrivals in _readings.Values)
                arrivals.End(new LogLostException(connection.Reason));
        }
    }

    private static LogMessage Message(LogEntry entry) =>
        new(new LogPosition(entry.Position), Digest.Of(entry.Payload), RecordCodec.Decode(entry.Payload));

    private (int Id, Arrivals<LogEntry> Arrivals) Begin(LogPosition after)
    {
        var arrivals = new Arrivals<LogEntry>();
        int id;
        lock (_lock)
        {
            id = ++_lastReading;
            _readings.Add(id, arrivals);
        }

        if (connection.Ended.IsCancellationRequested)
            arrivals.End(new LogLostException(connection.Reason));
        connection.Outbox.Send(FrameKind.ReadLog, (id, after), static (writer, frame) => writer.Int32(frame.id).Int64(frame.after.Value));
        return (id, arrivals);
    }

    private void Consumed(int id, List<LogEntry> entries)
    {
        var bytes = entries.Sum(entry => (long)(entry.Payload?.Length ?? 0));
        connection.Outbox.Send(FrameKind.LogRoom, (id, bytes), static (writer, frame) => writer.Int32(frame.id).Int64(frame.bytes));
    }

    private void Stop(int id)
    {
        lock (_lock)
            _readings.Remove(id);
        connection.Outbox.Send(FrameKind.StopLog, id, static (writer, reading) => writer.Int32(reading));
    }

    private Arrivals<LogEntry>? Find(int id)
    {
        lock (_lock)
            return _readings.GetValueOrDefault(id);
    }
}
