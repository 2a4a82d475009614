namespace Capstan.Sqlite;

/// <summary>Why the writing of rows ended.</summary>
public enum SqliteJsonEnd
{
    /// <summary>No rows were left.</summary>
    Complete,

    /// <summary>As many rows as allowed were written, and at least one more was there.</summary>
    RowLimit,

    /// <summary>The next row might have gone beyond the bytes allowed.</summary>
    ByteLimit,
}
