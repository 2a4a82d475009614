using System.Collections;
using System.Collections.ObjectModel;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Capstan.Client;

/// <summary>
/// The rows of a command's statements, all of them in memory. Each statement that returns columns is a result of its own. Values convert as
/// Microsoft.Data.Sqlite converts them: see docs/dotnet-client.md.
/// </summary>
public sealed class CapstanDataReader : DbDataReader, IDbColumnSchemaGenerator
{
    private readonly List<ResultSet> _results;
    private readonly CommandBehavior _behavior;
    private readonly CapstanConnection _connection;
    private readonly int _affected;
    private ResultColumns? _columns;
    private int _result;
    private int _row = -1;
    private bool _isClosed;

    internal CapstanDataReader(IReadOnlyList<ResultSet> results, int affected, CommandBehavior behavior, CapstanConnection connection)
    {
        _results = [.. results.Where(result => result.Columns.Count > 0)];
        (_affected, _behavior, _connection) = (affected, behavior, connection);
    }

    /// <inheritdoc />
    public override int Depth => 0;

    /// <inheritdoc />
    public override int FieldCount => Current?.Columns.Count ?? 0;

    /// <inheritdoc />
    public override bool HasRows => RowCount > 0;

    /// <inheritdoc />
    public override bool IsClosed => _isClosed;

    /// <summary>Rows that all statements changed together; -1 when all of them only read.</summary>
    public override int RecordsAffected => _affected;

    private ResultSet? Current => _result < _results.Count ? _results[_result] : null;

    private ResultColumns Columns => _columns ??= new ResultColumns(Open() ?? throw new InvalidOperationException("There is no result."));

    private int RowCount => Current is { } current && !_behavior.HasFlag(CommandBehavior.SchemaOnly)
        ? _behavior.HasFlag(CommandBehavior.SingleRow) ? Math.Min(1, current.Rows.Count) : current.Rows.Count
        : 0;

    /// <inheritdoc />
    public override object this[int ordinal] => GetValue(ordinal);

    /// <inheritdoc />
    public override object this[string name] => GetValue(GetOrdinal(name));

    /// <inheritdoc />
    public override bool Read()
    {
        Open();
        if (_row < RowCount)
            _row++;
        return _row < RowCount;
    }

    /// <inheritdoc />
    public override bool NextResult()
    {
        Open();
        if (_result < _results.Count)
            _result++;
        (_row, _columns) = (-1, null);
        return _result < _results.Count && !_behavior.HasFlag(CommandBehavior.SingleResult);
    }

    /// <inheritdoc />
    public override void Close()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        if (_behavior.HasFlag(CommandBehavior.CloseConnection))
            _connection.Close();
    }

    /// <inheritdoc />
    public override string GetName(int ordinal) => Columns.Name(ordinal);

    /// <inheritdoc />
    public override int GetOrdinal(string name) => Columns.Ordinal(name);

    /// <summary><c>INTEGER</c>, <c>REAL</c>, <c>TEXT</c> or <c>BLOB</c> by what the column's values are; <c>ANY</c> when they differ or all are NULL.</summary>
    public override string GetDataTypeName(int ordinal) => ResultColumns.NameOf(GetFieldType(ordinal));

    /// <summary>The type of the column's values; <see cref="object"/> when they differ or all are NULL.</summary>
    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public override Type GetFieldType(int ordinal) => Columns.Type(ordinal);

    /// <inheritdoc />
    public override object GetValue(int ordinal) => Value(ordinal) ?? DBNull.Value;

    /// <inheritdoc />
    public override int GetValues(object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var count = Math.Min(values.Length, FieldCount);
        for (var at = 0; at < count; at++)
            values[at] = GetValue(at);
        return count;
    }

    /// <inheritdoc />
    public override bool IsDBNull(int ordinal) => Value(ordinal) is null;

    /// <inheritdoc />
    public override T GetFieldValue<T>(int ordinal) => FieldValues.To<T>(Value(ordinal), GetName(ordinal));

    /// <inheritdoc />
    public override bool GetBoolean(int ordinal) => GetFieldValue<bool>(ordinal);

    /// <inheritdoc />
    public override byte GetByte(int ordinal) => GetFieldValue<byte>(ordinal);

    /// <inheritdoc />
    public override char GetChar(int ordinal) => GetFieldValue<char>(ordinal);

    /// <inheritdoc />
    public override DateTime GetDateTime(int ordinal) => GetFieldValue<DateTime>(ordinal);

    /// <inheritdoc />
    public override decimal GetDecimal(int ordinal) => GetFieldValue<decimal>(ordinal);

    /// <inheritdoc />
    public override double GetDouble(int ordinal) => GetFieldValue<double>(ordinal);

    /// <inheritdoc />
    public override float GetFloat(int ordinal) => GetFieldValue<float>(ordinal);

    /// <inheritdoc />
    public override Guid GetGuid(int ordinal) => GetFieldValue<Guid>(ordinal);

    /// <inheritdoc />
    public override short GetInt16(int ordinal) => GetFieldValue<short>(ordinal);

    /// <inheritdoc />
    public override int GetInt32(int ordinal) => GetFieldValue<int>(ordinal);

    /// <inheritdoc />
    public override long GetInt64(int ordinal) => GetFieldValue<long>(ordinal);

    /// <inheritdoc />
    public override string GetString(int ordinal) => GetFieldValue<string>(ordinal);

    /// <inheritdoc />
    public override Stream GetStream(int ordinal) => GetFieldValue<Stream>(ordinal);

    /// <inheritdoc />
    public override TextReader GetTextReader(int ordinal) => GetFieldValue<TextReader>(ordinal);

    /// <inheritdoc />
    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) =>
        Copy(GetFieldValue<byte[]>(ordinal), dataOffset, buffer, bufferOffset, length);

    /// <inheritdoc />
    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        Copy<char>(GetString(ordinal), dataOffset, buffer, bufferOffset, length);

    /// <inheritdoc />
    public override IEnumerator GetEnumerator() => new DbEnumerator(this, closeReader: false);

    /// <inheritdoc />
    public ReadOnlyCollection<DbColumn> GetColumnSchema() => Columns.Schema();

    /// <inheritdoc />
    public override DataTable? GetSchemaTable() => Open() is null ? null : Columns.Table();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close();
        base.Dispose(disposing);
    }

    private static long Copy<T>(ReadOnlySpan<T> source, long offset, T[]? buffer, int bufferOffset, int length)
    {
        if (buffer is null)
            return source.Length;
        if (offset >= source.Length)
            return 0;
        var part = source[(int)offset..];
        part = part[..Math.Min(part.Length, Math.Min(length, buffer.Length - bufferOffset))];
        part.CopyTo(buffer.AsSpan(bufferOffset));
        return part.Length;
    }

    private ResultSet? Open() => _isClosed ? throw new InvalidOperationException("The reader is closed.") : Current;

    private object? Value(int ordinal)
    {
        var result = Open();
        if (result is null || _row < 0 || _row >= RowCount)
            throw new InvalidOperationException("There is no row here; call Read first.");
        var row = result.Rows[_row];
        return ordinal >= 0 && ordinal < row.Length
            ? row[ordinal]
            : throw new ArgumentOutOfRangeException(nameof(ordinal), ordinal, $"The result has {row.Length} columns.");
    }
}
