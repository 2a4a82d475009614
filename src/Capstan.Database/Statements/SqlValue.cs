using Capstan.Database.Log;

namespace Capstan.Database.Statements;

/// <summary>A value that is bound to a parameter.</summary>
public readonly record struct SqlValue
{
    private readonly long _bits;
    private readonly object? _reference;

    private SqlValue(SqlValueKind kind, long bits, object? reference) => (Kind, _bits, _reference) = (kind, bits, reference);

    /// <summary>NULL.</summary>
    public static SqlValue Null => default;

    /// <summary>Which of the members below is meant.</summary>
    public SqlValueKind Kind { get; }

    /// <summary>Of an integer.</summary>
    public long Integer => _bits;

    /// <summary>Of a real.</summary>
    public double Real => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>Of a text; otherwise empty.</summary>
    public string Text => _reference as string ?? "";

    /// <summary>Of a blob; otherwise empty.</summary>
    public ReadOnlyMemory<byte> Blob => _reference is byte[] bytes ? bytes : default;

    /// <summary>An integer.</summary>
    public static SqlValue Of(long value) => new(SqlValueKind.Integer, value, null);

    /// <summary>A real; NaN becomes NULL, as SQLite has it.</summary>
    public static SqlValue Of(double value) =>
        double.IsNaN(value) ? Null : new SqlValue(SqlValueKind.Real, BitConverter.DoubleToInt64Bits(value), null);

    /// <summary>A text.</summary>
    public static SqlValue Of(string value) => new(SqlValueKind.Text, 0, value);

    /// <summary>A blob; the array is not copied.</summary>
    public static SqlValue Of(byte[] value) => new(SqlValueKind.Blob, 0, value);

    /// <inheritdoc />
    public bool Equals(SqlValue other) => Kind == other.Kind && _bits == other._bits
        && (Kind == SqlValueKind.Blob ? Blob.Span.SequenceEqual(other.Blob.Span) : Text == other.Text);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Kind, _bits, Text);

    internal void Write(RecordWriter writer)
    {
        writer.Byte((byte)Kind);
        switch (Kind)
        {
            case SqlValueKind.Integer or SqlValueKind.Real:
                writer.Int64(_bits);
                break;
            case SqlValueKind.Text:
                writer.Text(Text);
                break;
            case SqlValueKind.Blob:
                writer.Bytes(Blob.Span);
                break;
            default:
                break;
        }
    }

    internal static SqlValue Read(RecordReader reader) => (SqlValueKind)reader.Byte() switch
    {
        SqlValueKind.Null => Null,
        SqlValueKind.Integer => Of(reader.Int64()),
        SqlValueKind.Real => Of(BitConverter.Int64BitsToDouble(reader.Int64())),
        SqlValueKind.Text => Of(reader.Text()),
        SqlValueKind.Blob => Of(reader.Bytes().ToArray()),
        var kind => throw new InvalidDataException($"There is no kind of value {(byte)kind}."),
    };
}
