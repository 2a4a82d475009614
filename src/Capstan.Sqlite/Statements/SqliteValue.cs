using System.Text;
using Capstan.Sqlite.Native;

namespace Capstan.Sqlite;

/// <summary>
/// A value inside a callback, read where it lies. Valid during the callback only, which the compiler enforces for the value but not for
/// spans copied elsewhere. Ask for the type first and read by it: reading as another type converts the value in place.
/// </summary>
public readonly unsafe ref struct SqliteValue
{
    private readonly nint _value;

    internal SqliteValue(nint value) => _value = value;

    /// <summary>Storage class.</summary>
    public SqliteType Type => (SqliteType)Sqlite3.ValueType(_value);

    /// <summary>Whether it is NULL.</summary>
    public bool IsNull => Type == SqliteType.Null;

    /// <summary>As an integer, converted by SQLite's rules.</summary>
    public long Int64 => Sqlite3.ValueInt64(_value);

    /// <summary>As a real, converted by SQLite's rules.</summary>
    public double Double => Sqlite3.ValueDouble(_value);

    /// <summary>As UTF-8 text; empty for NULL.</summary>
    public ReadOnlySpan<byte> Utf8
    {
        get
        {
            var text = Sqlite3.ValueText(_value);
            // No address stands for NULL only, else the conversion found no memory.
            if (text == null && !IsNull) throw SqliteException.Of((int)SqliteCode.NoMemory);
            return new ReadOnlySpan<byte>(text, text == null ? 0 : Sqlite3.ValueBytes(_value));
        }
    }

    /// <summary>Its bytes; empty for NULL.</summary>
    public ReadOnlySpan<byte> Blob
    {
        get
        {
            var bytes = Sqlite3.ValueBlob(_value);
            return new ReadOnlySpan<byte>(bytes, bytes == null ? 0 : Sqlite3.ValueBytes(_value));
        }
    }

    /// <summary>As a string; null for NULL.</summary>
    public string? Text => IsNull ? null : Encoding.UTF8.GetString(Utf8);
}
