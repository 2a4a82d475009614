using System.Buffers;
using System.Globalization;
using Capstan.Database.Statements;
using Capstan.Sqlite;

namespace Capstan.Database.Applying;

/// <summary>Writes the body of an answer: an array with an object for each statement, rows straight from SQLite's memory.</summary>
/// <param name="maxRows">Most rows of all statements together.</param>
/// <param name="maxBytes">Most bytes of the body, but for its last row's overhead.</param>
internal sealed class ResultWriter(long maxRows, long maxBytes)
{
    private readonly ArrayBufferWriter<byte> _body = new();
    private readonly ArrayBufferWriter<byte> _rows = new();
    private long _written;

    /// <summary>The body.</summary>
    public byte[] Body
    {
        get
        {
            if (_body.WrittenCount == 0)
                Raw("["u8);
            Raw("]"u8);
            return _body.WrittenSpan.ToArray();
        }
    }

    /// <summary>Runs a statement that returns rows to its end, and keeps them for the next object.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="OperationFaultException">There are too many.</exception>
    public long Run(SqliteStatement statement, bool asObjects)
    {
        var limits = new SqliteJsonLimits { Rows = maxRows - _written, Bytes = maxBytes - _body.WrittenCount };
        _rows.ResetWrittenCount();
        _rows.Write(asObjects ? "\"objects\":"u8 : "\"columns\":"u8);
        if (!asObjects)
        {
            // The names only after the first step, which may prepare the statement anew.
            var names = new ArrayBufferWriter<byte>();
            var values = new ArrayBufferWriter<byte>();
            var result = SqliteJson.WriteArrays(statement, values, limits);
            SqliteJson.WriteColumns(statement, names);
            _rows.Write(names.WrittenSpan);
            _rows.Write(",\"rows\":"u8);
            _rows.Write(values.WrittenSpan);
            return Counted(result);
        }

        return Counted(SqliteJson.WriteObjects(statement, _rows, limits));
    }

    /// <summary>Adds the object of a write.</summary>
    public void AddWrite(long changes, long lastInsertRowId, bool hasRows)
    {
        Raw(_body.WrittenCount == 0 ? "[{\"changes\":"u8 : ",{\"changes\":"u8);
        Raw(changes);
        Raw(",\"lastInsertRowId\":"u8);
        Raw(lastInsertRowId);
        if (hasRows)
        {
            Raw(","u8);
            Raw(_rows.WrittenSpan);
        }

        Raw("}"u8);
    }

    /// <summary>Adds the object of a read.</summary>
    public void AddRead()
    {
        Raw(_body.WrittenCount == 0 ? "[{"u8 : ",{"u8);
        Raw(_rows.WrittenSpan);
        Raw("}"u8);
    }

    private long Counted(SqliteJsonResult result)
    {
        _written += result.Rows;
        return result.End switch
        {
            SqliteJsonEnd.RowLimit => throw new OperationFaultException(AnswerCode.TooLarge, $"The statements return more than {maxRows} rows."),
            SqliteJsonEnd.ByteLimit => throw new OperationFaultException(AnswerCode.TooLarge, $"The statements return more than {maxBytes} bytes."),
            _ => result.Rows,
        };
    }

    private void Raw(long value)
    {
        value.TryFormat(_body.GetSpan(20), out var count, default, CultureInfo.InvariantCulture);
        _body.Advance(count);
    }

    private void Raw(ReadOnlySpan<byte> bytes) => _body.Write(bytes);
}
