namespace Capstan.Sqlite;

/// <summary>How much may be written.</summary>
public readonly record struct SqliteJsonLimits
{
    /// <summary>No limits.</summary>
    public SqliteJsonLimits()
    {
    }

    /// <summary>Rows at most; by default any number.</summary>
    public long Rows { get; init; } = long.MaxValue;

    /// <summary>
    /// Bytes after which no row is begun; by default any number. A row is begun when what was written before and the raw size of the row's
    /// texts and blobs stay within. Escapes, base64 and numbers of that one row come on top, so the output may exceed this by the last row.
    /// </summary>
    public long Bytes { get; init; } = long.MaxValue;
}
