using System.Globalization;
using Capstan.Terminals;

namespace Capstan.Commands.Databases.Shell.Results;

/// <summary>
/// A value as people read it. NULL is told apart from the text <c>NULL</c>, which gets quotes, and bytes show as SQLite writes them:
/// <c>x'0a0b'</c>.
/// </summary>
/// <param name="Text">What is shown; no control characters.</param>
/// <param name="IsNumber">Whether it is a number, which stands on the right.</param>
/// <param name="IsNull">Whether it is NULL.</param>
internal readonly record struct Cell(string Text, bool IsNumber, bool IsNull)
{
    private const string Null = "NULL";

    // As much as anybody looks at; .mode csv and json give all of them.
    private const int BytesShown = 16;

    /// <summary>A value in a table.</summary>
    public static Cell Of(object? value) => value switch
    {
        null => new Cell(Null, false, true),
        string text => new Cell(text == Null ? $"'{text}'" : SafeText.Of(text), false, false),
        byte[] bytes when bytes.Length > BytesShown => new Cell($"{Hex(bytes.AsSpan(0, BytesShown))[..^1]}…' ({bytes.Length} bytes)", false, false),
        byte[] bytes => new Cell(Hex(bytes), false, false),
        _ => new Cell(Number(value), true, false),
    };

    /// <summary>Bytes as a literal of SQL.</summary>
    public static string Hex(ReadOnlySpan<byte> bytes) => $"x'{Convert.ToHexStringLower(bytes)}'";

    /// <summary>A number as SQLite writes it; a real always has a point or an exponent.</summary>
    public static string Number(object value) => value switch
    {
        double.PositiveInfinity => "Inf",
        double.NegativeInfinity => "-Inf",
        double real when real.ToString("R", CultureInfo.InvariantCulture) is var text => text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
