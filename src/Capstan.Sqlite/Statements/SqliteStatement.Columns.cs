using System.Text;
using Capstan.Sqlite.Native;

namespace Capstan.Sqlite;

public sealed unsafe partial class SqliteStatement
{
    /// <summary>Columns of a row; 0 for a statement that yields no rows. May differ after a change of the schema (SELECT *).</summary>
    public int ColumnCount => Sqlite3.ColumnCount(Handle);

    /// <summary>The name of a column. Without AS it is SQLite's choice.</summary>
    /// <param name="column">Number of the column, from 0. So for all methods here.</param>
    public string ColumnName(int column) => NativeText.Text(Sqlite3.ColumnName(Handle, column)) ?? "";

    /// <summary>The name of a column in UTF-8, where it lies: valid until the statement is disposed of or prepared anew by a step.</summary>
    public ReadOnlySpan<byte> ColumnNameUtf8(int column) => NativeText.Span(Sqlite3.ColumnName(Handle, column));

    /// <summary>The type that a table declares for the column; null for an expression and for a column declared without.</summary>
    public string? ColumnDeclaredType(int column) => NativeText.Text(Sqlite3.ColumnDeclaredType(Handle, column));

    /// <summary>The storage class of the value in the current row. Ask before a getter that converts. No row, or no such column: NULL.</summary>
    public SqliteType ColumnType(int column) => (SqliteType)Sqlite3.ColumnType(Handle, column);

    /// <summary>Whether the value in the current row is NULL.</summary>
    public bool IsNull(int column) => ColumnType(column) == SqliteType.Null;

    /// <summary>The value as an integer, converted by SQLite's rules (NULL and texts without digits are 0).</summary>
    public long GetInt64(int column) => Sqlite3.ColumnInt64(Handle, column);

    /// <summary>The value as a real, converted by SQLite's rules.</summary>
    public double GetDouble(int column) => Sqlite3.ColumnDouble(Handle, column);

    /// <summary>The value as a string, converted by SQLite's rules; null for NULL. Invalid UTF-8 becomes U+FFFD.</summary>
    public string? GetText(int column) => ColumnType(column) == SqliteType.Null ? null : Encoding.UTF8.GetString(GetUtf8(column));

    /// <summary>The value as UTF-8 text where it lies; empty for NULL. Valid until the next step, reset or converting getter of this column.</summary>
    public ReadOnlySpan<byte> GetUtf8(int column)
    {
        var handle = Handle;
        // In this order: the text first, since it may convert, then its length.
        var text = Sqlite3.ColumnText(handle, column);
        if (text == null) return Nothing(column);
        return new ReadOnlySpan<byte>(text, Sqlite3.ColumnBytes(handle, column));
    }

    /// <summary>The value's bytes where they lie; empty for NULL. Valid as long as those of <see cref="GetUtf8"/>.</summary>
    public ReadOnlySpan<byte> GetBlob(int column)
    {
        var handle = Handle;
        var bytes = Sqlite3.ColumnBlob(handle, column);
        if (bytes == null) return Nothing(column);
        return new ReadOnlySpan<byte>(bytes, Sqlite3.ColumnBytes(handle, column));
    }

    // No address stands for NULL and for an empty blob, but also for a conversion without memory, which must not pass for either.
    private ReadOnlySpan<byte> Nothing(int column)
    {
        if (IsNull(column) || Sqlite3.ExtendedErrorCode(_connection.Database) != (int)SqliteCode.NoMemory) return default;
        throw SqliteException.Of((int)SqliteCode.NoMemory);
    }
}
