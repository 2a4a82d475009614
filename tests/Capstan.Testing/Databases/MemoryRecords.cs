using Capstan.Database.Log;

namespace Capstan.Testing.Databases;

/// <summary>
/// Consecutive records, immutable. Values that grew from one another share one array, so that adding and copying cost next to nothing.
/// </summary>
public readonly struct MemoryRecords
{
    private readonly List<LogRecord>? _shared;
    private readonly int _start;
    private readonly int _end;

    private MemoryRecords(List<LogRecord> shared, int start, int end) => (_shared, _start, _end) = (shared, start, end);

    public int Count => _end - _start;

    /// <summary>LSN of the first; none when there is none.</summary>
    public Lsn First => Count == 0 ? Lsn.None : _shared![_start].Lsn;

    public LogRecord? Find(Lsn lsn)
    {
        if (Count == 0)
            return null;
        var offset = lsn.Value - _shared![_start].Lsn.Value;
        return offset >= 0 && offset < Count ? _shared[_start + (int)offset] : null;
    }

    public MemoryRecords Add(LogRecord record)
    {
        if (Count > 0 && record.Lsn != _shared![_end - 1].Lsn.Next)
            throw new InvalidOperationException($"Record {record.Lsn} does not follow {_shared[_end - 1].Lsn}.");
        // Another value may have grown over this one's end, as after a crash that lost it: then the array is shared no longer.
        var isMine = _shared is not null && _shared.Count == _end && _start <= Count + 64;
        var list = isMine ? _shared! : [.. _shared?.GetRange(_start, Count) ?? []];
        list.Add(record);
        return new MemoryRecords(list, isMine ? _start : 0, list.Count);
    }

    /// <summary>Without the records up to and including an LSN.</summary>
    public MemoryRecords Without(Lsn upTo)
    {
        var gone = Math.Clamp(upTo.Value - First.Value + 1, 0, Count);
        return Count == 0 ? this : new MemoryRecords(_shared!, _start + (int)gone, _end);
    }
}
