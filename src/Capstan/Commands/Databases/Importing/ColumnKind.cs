using System.Buffers.Text;

namespace Capstan.Commands.Databases.Importing;

/// <summary>Finds the type that all values of a column have: INTEGER, else REAL, else TEXT.</summary>
internal struct ColumnKind
{
    private bool _isSeen;
    private bool _isNotInteger;
    private bool _isText;

    /// <summary>The type's name; TEXT for a column without values.</summary>
    public readonly string Name => !_isSeen || _isText ? "TEXT" : _isNotInteger ? "REAL" : "INTEGER";

    /// <summary>One more value, which is not NULL.</summary>
    public void See(ReadOnlySpan<byte> value)
    {
        _isSeen = true;
        if (_isText || (!_isNotInteger && IsInteger(value)))
            return;
        _isNotInteger = true;
        _isText = !IsReal(value);
    }

    // As it would be written back: 007 and +7 are no numbers but codes.
    private static bool IsInteger(ReadOnlySpan<byte> value) =>
        HasPlainStart(value) && Utf8Parser.TryParse(value, out long _, out var used) && used == value.Length;

    private static bool IsReal(ReadOnlySpan<byte> value) =>
        HasPlainStart(value) && IsDecimal(value) && Utf8Parser.TryParse(value, out double number, out var used) && used == value.Length && double.IsFinite(number);

    private static bool HasPlainStart(ReadOnlySpan<byte> value)
    {
        if (value is [(byte)'-', ..])
            value = value[1..];
        return value is [>= (byte)'0' and <= (byte)'9'] or [>= (byte)'1' and <= (byte)'9', ..] or [(byte)'0', (byte)'.' or (byte)'e' or (byte)'E', ..];
    }

    // A whole number beyond 64 bits would lose digits as a REAL.
    private static bool IsDecimal(ReadOnlySpan<byte> value) =>
        value.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0 || (Utf8Parser.TryParse(value, out long _, out var used) && used == value.Length);
}
