using System.Buffers;
using System.Buffers.Binary;
using Capstan.Database.Log;
using Capstan.Sqlite;

namespace Capstan.Database.Applying;

/// <summary>The canonical bytes of one row, and their hash. The same whether the row is seen by the preupdate hook or read from the table.</summary>
internal sealed class RowBytes
{
    private readonly ArrayBufferWriter<byte> _bytes = new(512);

    /// <summary>Begins a row.</summary>
    /// <param name="table">Name of its table in UTF-8.</param>
    /// <param name="rowId">Its rowid; null when the table has none that could be read.</param>
    public void Begin(ReadOnlySpan<byte> table, long? rowId)
    {
        _bytes.ResetWrittenCount();
        Sized(SqliteType.Text, table);
        if (rowId is { } id)
            Fixed(SqliteType.Integer, id);
        else
            Tag(SqliteType.Null);
    }

    /// <summary>Adds a value of the change that is about to happen.</summary>
    public void Add(SqliteValue value)
    {
        switch (value.Type)
        {
            case SqliteType.Integer:
                Fixed(SqliteType.Integer, value.Int64);
                break;
            case SqliteType.Real:
                Real(value.Double);
                break;
            case SqliteType.Text:
                Sized(SqliteType.Text, value.Utf8);
                break;
            case SqliteType.Blob:
                Sized(SqliteType.Blob, value.Blob);
                break;
            default:
                Tag(SqliteType.Null);
                break;
        }
    }

    /// <summary>Adds a value of a statement's row.</summary>
    public void Add(SqliteStatement row, int column)
    {
        switch (row.ColumnType(column))
        {
            case SqliteType.Integer:
                Fixed(SqliteType.Integer, row.GetInt64(column));
                break;
            case SqliteType.Real:
                Real(row.GetDouble(column));
                break;
            case SqliteType.Text:
                Sized(SqliteType.Text, row.GetUtf8(column));
                break;
            case SqliteType.Blob:
                Sized(SqliteType.Blob, row.GetBlob(column));
                break;
            default:
                Tag(SqliteType.Null);
                break;
        }
    }

    /// <summary>The hash of the row.</summary>
    public Digest Hash() => Digest.Of(_bytes.WrittenSpan);

    // SQLite keeps whole reals as integers in REAL columns and shows them as either, depending on where one looks.
    private void Real(double value)
    {
        var whole = Math.Abs(value) < 1L << 53 ? (long)value : 0;
        if (whole == value)
            Fixed(SqliteType.Integer, whole);
        else
            Fixed(SqliteType.Real, BitConverter.DoubleToInt64Bits(value));
    }

    private void Tag(SqliteType type)
    {
        _bytes.GetSpan(1)[0] = (byte)type;
        _bytes.Advance(1);
    }

    private void Fixed(SqliteType type, long value)
    {
        Tag(type);
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(sizeof(long)), value);
        _bytes.Advance(sizeof(long));
    }

    private void Sized(SqliteType type, ReadOnlySpan<byte> value)
    {
        Fixed(type, value.Length);
        _bytes.Write(value);
    }
}
