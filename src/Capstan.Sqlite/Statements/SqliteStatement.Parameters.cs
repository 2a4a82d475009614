using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Capstan.Sqlite.Native;

namespace Capstan.Sqlite;

public sealed unsafe partial class SqliteStatement
{
    private const int StackBytes = 512;

    /// <summary>The highest number of a parameter; parameters count from 1, and numbered ones (?5) may leave gaps.</summary>
    public int ParameterCount => Sqlite3.ParameterCount(Handle);

    /// <summary>The name of a parameter with its first character (:a, @a, $a, ?5); null for a plain "?" and for gaps.</summary>
    public string? ParameterName(int parameter) => NativeText.Text(Sqlite3.ParameterName(Handle, parameter));

    /// <summary>The number of a parameter by its name with its first character; 0 when there is none of that name.</summary>
    public int ParameterIndex(string name)
    {
        fixed (byte* text = NativeText.Terminated(name)) return Sqlite3.ParameterIndex(Handle, text);
    }

    /// <summary>Binds NULL.</summary>
    /// <param name="parameter">Number of the parameter, from 1.</param>
    /// <exception cref="SqliteException">Out of range, or the statement is running and was not reset (misuse). So for all Bind methods.</exception>
    public void BindNull(int parameter) => Bound(Sqlite3.BindNull(Handle, parameter));

    /// <summary>Binds an integer.</summary>
    /// <param name="parameter">Number of the parameter, from 1.</param>
    /// <param name="value">The value.</param>
    public void BindInt64(int parameter, long value) => Bound(Sqlite3.BindInt64(Handle, parameter, value));

    /// <summary>Binds a real; NaN becomes NULL.</summary>
    /// <param name="parameter">Number of the parameter, from 1.</param>
    /// <param name="value">The value.</param>
    public void BindDouble(int parameter, double value) => Bound(Sqlite3.BindDouble(Handle, parameter, value));

    /// <summary>Binds a text; null becomes NULL.</summary>
    /// <param name="parameter">Number of the parameter, from 1.</param>
    /// <param name="value">The text; unpaired surrogates become U+FFFD.</param>
    [OverloadResolutionPriority(1)]
    public void BindText(int parameter, string? value)
    {
        if (value is null)
        {
            BindNull(parameter);
            return;
        }
        var rented = value.Length * 3 <= StackBytes ? null : ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(value));
        var buffer = rented ?? stackalloc byte[StackBytes];
        try
        {
            BindText(parameter, buffer[..Encoding.UTF8.GetBytes(value, buffer)]);
        }
        finally
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Binds a text, of which SQLite takes a copy.</summary>
    /// <param name="parameter">Number of the parameter, from 1.</param>
    /// <param name="utf8">The text in UTF-8, which SQLite does not verify.</param>
    public void BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        // An empty span has no address, and SQLite takes a null pointer for NULL.
        byte none;
        fixed (byte* text = utf8)
            Bound(Sqlite3.BindText(Handle, parameter, text == null ? &none : text, (ulong)utf8.Length, Sqlite3.Transient, Sqlite3.Utf8));
    }

    /// <summary>Binds bytes, of which SQLite takes a copy.</summary>
    /// <param name="parameter">Number of the parameter, from 1.</param>
    /// <param name="value">The bytes; none are an empty blob.</param>
    public void BindBlob(int parameter, ReadOnlySpan<byte> value)
    {
        byte none;
        fixed (byte* bytes = value)
            Bound(Sqlite3.BindBlob(Handle, parameter, bytes == null ? &none : bytes, (ulong)value.Length, Sqlite3.Transient));
    }

    private void Bound(int code) => _connection.Check(code);
}
