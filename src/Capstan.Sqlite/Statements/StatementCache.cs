namespace Capstan.Sqlite;

/// <summary>
/// Statements by their text, the least recently used pushed out. A statement in use stays in; when it is pushed out or the cache is cleared
/// meanwhile, it belongs to its user and is finalized when that one is done.
/// </summary>
internal sealed class StatementCache(int capacity)
{
    /// <summary>Longer texts are not kept: they are rarely the same again, and would make the cache's size unbounded. 16 KiB.</summary>
    internal const int LongestText = 16 * 1024;

    private readonly Dictionary<byte[], SqliteStatement> _byText = new(new SqlKeys());
    private readonly LinkedList<SqliteStatement> _byUse = new();

    /// <summary>Statements kept.</summary>
    public int Count => _byUse.Count;

    /// <summary>The statement of that text, now in use; null when there is none or it is in use already.</summary>
    public SqliteStatement? Take(ReadOnlySpan<byte> sql)
    {
        if (!_byText.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(sql, out var statement) || statement.IsInUse) return null;
        if (!ReferenceEquals(_byUse.First, statement.CacheNode))
        {
            _byUse.Remove(statement.CacheNode!);
            _byUse.AddFirst(statement.CacheNode!);
        }
        statement.IsInUse = true;
        return statement;
    }

    /// <summary>Keeps a statement that was just prepared and is in use, unless one of the same text is kept.</summary>
    public void Add(ReadOnlySpan<byte> sql, SqliteStatement statement)
    {
        if (capacity <= 0 || sql.Length > LongestText) return;
        var text = sql.ToArray();
        if (!_byText.TryAdd(text, statement)) return;
        statement.CacheKey = text;
        statement.CacheNode = _byUse.AddFirst(statement);
        if (_byUse.Count > capacity) Drop(_byUse.Last!.Value);
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        while (_byUse.Last is { } last) Drop(last.Value);
    }

    private void Drop(SqliteStatement statement)
    {
        _byUse.Remove(statement.CacheNode!);
        _byText.Remove(statement.CacheKey!);
        statement.CacheNode = null;
        statement.CacheKey = null;
        if (!statement.IsInUse) statement.FinalizeNative();
    }
}
