using Capstan.Database.Log;

namespace Capstan.Testing.Databases.Engines;

/// <summary>A log in memory. What was appended is seen only once it is synced, and gone after a crash until then. Guarded by the world's lock.</summary>
public sealed class MemoryLog
{
    private readonly List<byte[]> _synced = [];
    private readonly List<byte[]> _unsynced = [];
    private long _purged;

    /// <summary>While set, nothing becomes durable.</summary>
    public bool IsHeld { get; set; }

    public LogPosition End => new(_purged + _synced.Count);

    public LogPosition First => new(_purged + 1);

    public void Append(byte[] message)
    {
        _unsynced.Add(message);
        Sync();
    }

    public void Sync()
    {
        if (IsHeld)
            return;
        _synced.AddRange(_unsynced);
        _unsynced.Clear();
    }

    public void Crash() => _unsynced.Clear();

    public void PurgeBefore(LogPosition position)
    {
        var count = (int)Math.Clamp(position.Value - 1 - _purged, 0, _synced.Count);
        _synced.RemoveRange(0, count);
        _purged += count;
    }

    /// <summary>Messages behind a position; null when there are none.</summary>
    /// <exception cref="LogGapException">The next one was removed.</exception>
    public List<LogMessage>? Behind(LogPosition after)
    {
        if (after.Value < _purged)
            throw new LogGapException($"The log begins with message {First}.") { First = First };
        var messages = _synced.Skip((int)(after.Value - _purged)).Select((bytes, i) =>
            new LogMessage(new LogPosition(after.Value + 1 + i), Digest.Of(bytes), RecordCodec.Decode(bytes))).ToList();
        return messages.Count > 0 ? messages : null;
    }
}
