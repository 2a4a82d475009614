using System.Text;
using Capstan.Sqlite.Native;

namespace Capstan.Sqlite;

/// <summary>One call of a function: its arguments and the way to return. Valid during the call only.</summary>
public readonly unsafe ref struct SqliteFunctionCall
{
    private readonly nint _context;
    private readonly nint* _arguments;

    internal SqliteFunctionCall(nint context, int count, nint* arguments)
    {
        _context = context;
        _arguments = arguments;
        Count = count;
    }

    /// <summary>Arguments.</summary>
    public int Count { get; }

    /// <summary>An argument, from 0.</summary>
    public SqliteValue this[int argument]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(argument);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(argument, Count);
            return new SqliteValue(_arguments[argument]);
        }
    }

    /// <summary>Returns an integer.</summary>
    public void Return(long value) => Sqlite3.ResultInt64(_context, value);

    /// <summary>Returns a real; NaN becomes NULL.</summary>
    public void Return(double value) => Sqlite3.ResultDouble(_context, value);

    /// <summary>Returns NULL.</summary>
    public void ReturnNull() => Sqlite3.ResultNull(_context);

    /// <summary>Returns a text; null becomes NULL.</summary>
    public void ReturnText(string? value)
    {
        if (value is null) ReturnNull();
        else ReturnUtf8(Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Returns a text, of which SQLite takes a copy.</summary>
    public void ReturnUtf8(ReadOnlySpan<byte> utf8)
    {
        byte none;
        fixed (byte* text = utf8) Sqlite3.ResultText(_context, text == null ? &none : text, (ulong)utf8.Length, Sqlite3.Transient, Sqlite3.Utf8);
    }

    /// <summary>Returns bytes, of which SQLite takes a copy.</summary>
    public void ReturnBlob(ReadOnlySpan<byte> value)
    {
        byte none;
        fixed (byte* bytes = value) Sqlite3.ResultBlob(_context, bytes == null ? &none : bytes, (ulong)value.Length, Sqlite3.Transient);
    }

    /// <summary>Ends the statement with <see cref="SqliteCode.Error"/> and this message: the statement's own fault.</summary>
    public void Fail(string message)
    {
        fixed (byte* text = NativeText.Terminated(message)) Sqlite3.ResultError(_context, text, -1);
    }
}
