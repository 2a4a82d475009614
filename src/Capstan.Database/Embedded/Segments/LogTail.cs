namespace Capstan.Database.Embedded.Segments;

/// <summary>The newest messages in memory, bounded in bytes. Guarded by the log's lock.</summary>
internal sealed class LogTail(long limit)
{
    private readonly Queue<LogEntry> _entries = [];
    private long _bytes;

    public void Add(LogEntry entry)
    {
        _entries.Enqueue(entry);
        _bytes += SegmentFormat.SizeOf(entry.Payload.Length);
        while (_bytes > limit && _entries.Count > 0)
            _bytes -= SegmentFormat.SizeOf(_entries.Dequeue().Payload.Length);
    }

    /// <summary>Whether the message at a position is here.</summary>
    public bool Has(long position) => _entries.TryPeek(out var first) && first.Position <= position;

    /// <summary>Messages behind a position up to a number of bytes, one at least.</summary>
    public List<LogEntry> Behind(long position, long bytes)
    {
        var taken = new List<LogEntry>();
        var skip = position + 1 - _entries.Peek().Position;
        foreach (var entry in _entries.Skip((int)skip))
        {
            bytes -= SegmentFormat.SizeOf(entry.Payload.Length);
            if (bytes < 0 && taken.Count > 0)
                break;
            taken.Add(entry);
        }

        return taken;
    }
}
