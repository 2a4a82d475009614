using Capstan.Sqlite;

namespace Capstan.Database.Applying;

/// <summary>
/// How many kept answers under clients' own keys have not expired, without counting the table for each record: the times at which they
/// expire, in memory, read from the table when they are first wanted.
/// </summary>
internal sealed class KeyCount(SqliteConnection connection)
{
    private readonly SortedDictionary<long, int> _byExpiry = [];
    private long _count;
    private long _from = long.MaxValue;

    /// <summary>How many expire after a log time. Cheap while the time only grows.</summary>
    public long Count(long logTime)
    {
        if (logTime < _from)
            Read(logTime);
        while (_byExpiry.Count > 0 && _byExpiry.First() is var first && first.Key <= logTime)
        {
            _count -= first.Value;
            _byExpiry.Remove(first.Key);
        }

        _from = logTime;
        return _count;
    }

    /// <summary>One more is kept.</summary>
    public void Add(long expires) => Change(expires, 1);

    /// <summary>One gave way to another.</summary>
    public void Remove(long expires) => Change(expires, -1);

    /// <summary>Those that expired before a log time may be gone.</summary>
    public void Purged(long logTime)
    {
        if (logTime > _from)
            _from = long.MaxValue;
    }

    private void Change(long expires, int by)
    {
        if (_from == long.MaxValue || expires <= _from)
            return;
        _count += by;
        _byExpiry[expires] = _byExpiry.GetValueOrDefault(expires) + by;
    }

    private void Read(long logTime)
    {
        _byExpiry.Clear();
        _count = 0;
        using var rows = connection.PrepareTrusted("SELECT expires, count(*) FROM _dedupe WHERE keyed AND expires > ?1 GROUP BY expires");
        rows.BindInt64(1, logTime);
        while (rows.Step())
        {
            _byExpiry[rows.GetInt64(0)] = (int)rows.GetInt64(1);
            _count += rows.GetInt64(1);
        }
    }
}
