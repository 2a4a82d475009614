namespace Capstan.Client;

/// <summary>What one statement returned and changed.</summary>
public sealed class ResultSet
{
    internal ResultSet(IReadOnlyList<string> columns, IReadOnlyList<object?[]> rows, long changes, long? lastInsertRowId) =>
        (Columns, Rows, Changes, LastInsertRowId) = (columns, rows, changes, lastInsertRowId);

    /// <summary>Names of the columns; none when the statement returns no rows.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The rows: each value null, a <see cref="long"/>, a <see cref="double"/>, a <see cref="string"/> or a byte array.</summary>
    public IReadOnlyList<object?[]> Rows { get; }

    /// <summary>Rows that it changed; 0 for reads.</summary>
    public long Changes { get; }

    /// <summary>Rowid of the row that the write inserted last; null for reads, and 0 when it inserted none.</summary>
    public long? LastInsertRowId { get; }
}
