using Capstan.Database.Log;

namespace Capstan.Simulation.Worlds;

/// <summary>The log: one order, positions with holes, an end that may not be on disk yet, a front that may be purged.</summary>
/// <param name="chance">Of the world.</param>
/// <param name="showsUnsynced">Whether readers get messages that a loss of power can take back (a broker), or not (the controller's log).</param>
internal sealed class SimLog(Chance chance, bool showsUnsynced)
{
    private readonly List<LogMessage> _messages = [];
    private LogPosition _last;
    private int _synced;

    public LogPosition PurgedUpTo { get; private set; }

    /// <summary>Last message that readers can get.</summary>
    public LogPosition End => Visible == 0 ? PurgedUpTo : _messages[Visible - 1].Position;

    public int Unsynced => _messages.Count - _synced;

    private int Visible => showsUnsynced ? _messages.Count : _synced;

    public void Append(IReadOnlyList<LogRecord> records)
    {
        _last = new LogPosition(_last.Value + (chance.Percent(5) ? chance.Between(2, 4) : 1));
        var bytes = RecordCodec.Encode(records);
        _messages.Add(new LogMessage(_last, Digest.Of(bytes), RecordCodec.Decode(bytes)));
    }

    public void Sync() => _synced = _messages.Count;

    /// <summary>Up to so many messages behind a position; null when the first of them was purged.</summary>
    public IReadOnlyList<LogMessage>? Read(LogPosition after, int most)
    {
        if (after < PurgedUpTo)
            return null;
        var start = FirstBehind(after);
        return _messages.GetRange(start, Math.Clamp(Visible - start, 0, most));
    }

    /// <summary>Loses messages that were not synced; positions are given out again.</summary>
    /// <returns>How many.</returns>
    public int LosePower()
    {
        var keep = chance.Between(_synced, _messages.Count);
        var lost = _messages.Count - keep;
        _messages.RemoveRange(keep, lost);
        _last = _messages.Count == 0 ? PurgedUpTo : _messages[^1].Position;
        _synced = keep;
        return lost;
    }

    /// <summary>Loses the newest messages whether synced or not.</summary>
    public int Cut(int count)
    {
        Sync();
        _synced = Math.Max(0, _synced - count);
        var before = _messages.Count;
        _messages.RemoveRange(_synced, before - _synced);
        _last = _messages.Count == 0 ? PurgedUpTo : _messages[^1].Position;
        return before - _synced;
    }

    /// <summary>The log is new and empty.</summary>
    public void Recreate()
    {
        _messages.Clear();
        _last = PurgedUpTo = LogPosition.None;
        _synced = 0;
    }

    /// <summary>All that it held is purged: positions go on where they were.</summary>
    public void Empty()
    {
        PurgedUpTo = _last;
        _messages.Clear();
        _synced = 0;
    }

    /// <summary>Drops messages up to a position.</summary>
    public bool Purge(LogPosition upTo)
    {
        var count = FirstBehind(upTo);
        if (count == 0 || count > _synced)
            return false;
        PurgedUpTo = _messages[count - 1].Position;
        _messages.RemoveRange(0, count);
        _synced -= count;
        return true;
    }

    private int FirstBehind(LogPosition after)
    {
        var (low, high) = (0, _messages.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_messages[middle].Position > after)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
