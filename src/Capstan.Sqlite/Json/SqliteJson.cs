using System.Buffers;

namespace Capstan.Sqlite;

/// <summary>
/// Writes the rows of a statement as JSON (RFC 8259), from SQLite's memory straight into a buffer, without strings in between and without
/// allocating per row. What comes out is well-formed also when a limit ends it.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term>NULL</term><description><c>null</c></description></item>
/// <item><term>integer</term><description>all its digits, also beyond 2^53, where readers that know doubles only lose some</description></item>
/// <item><term>real</term><description>the shortest digits that read back the same, with a point or exponent: <c>5.0</c>, <c>0.1</c>,
/// <c>1E+300</c>. Infinities are <c>9e999</c> and <c>-9e999</c>, which overflow to infinity when read, by SQLite too. There is no NaN in
/// SQLite.</description></item>
/// <item><term>text</term><description>a string: quote, backslash and control characters escaped, all else as it is, invalid UTF-8
/// replaced by U+FFFD</description></item>
/// <item><term>blob</term><description>an object with one member, so that it differs from a text: <c>{"base64":"AP8="}</c></description></item>
/// </list>
/// </remarks>
public static class SqliteJson
{
    /// <summary>Writes the names of the columns as an array of strings.</summary>
    /// <returns>Bytes written.</returns>
    public static long WriteColumns(SqliteStatement statement, IBufferWriter<byte> writer)
    {
        var output = new JsonOutput(writer);
        output.Byte((byte)'[');
        for (var i = 0; i < statement.ColumnCount; i++)
        {
            if (i > 0) output.Byte((byte)',');
            output.Text(statement.ColumnNameUtf8(i));
        }
        output.Byte((byte)']');
        output.Flush();
        return output.Written;
    }

    /// <summary>
    /// Steps through the rows and writes them as an array of arrays: <c>[[1,"a"],[2,null]]</c>. A limit leaves the statement at the first
    /// row that was not written; it is not reset either way.
    /// </summary>
    /// <exception cref="SqliteException">A step failed. What was written by then is in the buffer, and not well-formed.</exception>
    public static SqliteJsonResult WriteArrays(SqliteStatement statement, IBufferWriter<byte> writer, in SqliteJsonLimits limits) =>
        Write(statement, writer, limits, named: false);

    /// <summary>
    /// As <see cref="WriteArrays"/>, as an array of objects: <c>[{"id":1,"name":"a"}]</c>. Columns of the same name are written as often as
    /// they come, and most readers then keep the last.
    /// </summary>
    /// <exception cref="SqliteException">A step failed. What was written by then is in the buffer, and not well-formed.</exception>
    public static SqliteJsonResult WriteObjects(SqliteStatement statement, IBufferWriter<byte> writer, in SqliteJsonLimits limits) =>
        Write(statement, writer, limits, named: true);

    private static SqliteJsonResult Write(SqliteStatement statement, IBufferWriter<byte> writer, in SqliteJsonLimits limits, bool named)
    {
        var output = new JsonOutput(writer);
        var end = SqliteJsonEnd.Complete;
        long rows = 0;
        output.Byte((byte)'[');
        while (statement.Step())
        {
            end = Judge(statement, limits, rows, output.Written);
            if (end != SqliteJsonEnd.Complete) break;
            if (rows++ > 0) output.Byte((byte)',');
            WriteRow(statement, ref output, named);
        }
        output.Byte((byte)']');
        output.Flush();
        return new SqliteJsonResult(rows, output.Written, end);
    }

    private static SqliteJsonEnd Judge(SqliteStatement statement, in SqliteJsonLimits limits, long rows, long written)
    {
        if (rows >= limits.Rows) return SqliteJsonEnd.RowLimit;
        if (limits.Bytes == long.MaxValue) return SqliteJsonEnd.Complete;
        var size = written;
        for (var i = 0; i < statement.ColumnCount; i++)
        {
            if (statement.ColumnType(i) is SqliteType.Text or SqliteType.Blob) size += statement.GetBlob(i).Length;
        }
        return size > limits.Bytes ? SqliteJsonEnd.ByteLimit : SqliteJsonEnd.Complete;
    }

    private static void WriteRow(SqliteStatement statement, ref JsonOutput output, bool named)
    {
        var columns = statement.ColumnCount;
        output.Byte(named ? (byte)'{' : (byte)'[');
        for (var i = 0; i < columns; i++)
        {
            if (i > 0) output.Byte((byte)',');
            if (named)
            {
                output.Text(statement.ColumnNameUtf8(i));
                output.Byte((byte)':');
            }
            WriteValue(statement, i, ref output);
        }
        output.Byte(named ? (byte)'}' : (byte)']');
    }

    private static void WriteValue(SqliteStatement statement, int column, ref JsonOutput output)
    {
        switch (statement.ColumnType(column))
        {
            case SqliteType.Integer:
                output.Number(statement.GetInt64(column));
                break;
            case SqliteType.Real:
                output.Number(statement.GetDouble(column));
                break;
            case SqliteType.Text:
                output.Text(statement.GetUtf8(column));
                break;
            case SqliteType.Blob:
                output.Raw("{\"base64\":"u8);
                output.Base64(statement.GetBlob(column));
                output.Byte((byte)'}');
                break;
            default:
                output.Raw("null"u8);
                break;
        }
    }
}
