using System.Buffers;
using System.Globalization;

namespace Capstan.StackFiles.Forms;

/// <summary>
/// Sizes in bytes: <c>64MiB</c> (1024s), <c>10MB</c> (1000s), <c>512k</c> (a single letter counts 1024s, as Compose does), or a
/// plain number of bytes. Upper and lower case mean the same.
/// </summary>
internal static class Sizes
{
    /// <summary>As large as a size may be; a pebibyte.</summary>
    public const long Largest = 1L << 50;

    private const string Powers = "kmgt";

    private static readonly SearchValues<char> NumberText = SearchValues.Create("0123456789.");

    /// <summary>A size within bounds, both included.</summary>
    public static Form<long> Within(long least, long most) => text =>
    {
        if (Bytes(text) is not { } bytes)
            return new Misshape($"'{text}' is not a size", "write bytes or a number with a unit, such as 64MiB, 10MB or 512k");
        return bytes >= least && bytes <= most
            ? (long)bytes
            : new Misshape($"{text} is outside {Text(least)} to {Text(most)}");
    };

    /// <summary>Zero for no limit, or a size that is not below a least one.</summary>
    public static Form<long> ZeroOrFrom(long least) => text =>
    {
        var formed = Within(0, Largest)(text);
        return formed.Fault is null && formed.Value > 0 && formed.Value < least
            ? new Misshape($"{text} is too small; use {Text(least)} or more, or 0 for no limit")
            : formed;
    };

    /// <summary>A size as it would be written in a stack file.</summary>
    public static string Text(long bytes)
    {
        var power = 0;
        while (power < Powers.Length && bytes > 0 && bytes % 1024 == 0)
        {
            bytes /= 1024;
            power++;
        }

        return power == 0 ? bytes.ToString(CultureInfo.InvariantCulture) : $"{bytes}{char.ToUpperInvariant(Powers[power - 1])}iB";
    }

    private static decimal? Bytes(string text)
    {
        var digits = text.AsSpan().IndexOfAnyExcept(NumberText);
        var number = digits < 0 ? text : text[..digits];
        if (number.Length is 0 or > 18 || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            return null;
        var unit = digits < 0 ? "" : text[digits..].Trim().ToLowerInvariant();
        return Factor(unit) is { } factor ? decimal.Truncate(value * factor) : null;
    }

    private static decimal? Factor(string unit)
    {
        if (unit is "" or "b")
            return 1;
        var power = Powers.IndexOf(unit[0]) + 1;
        decimal? step = power == 0 ? null : unit[1..] switch
        {
            "" or "ib" => 1024,
            "b" => 1000,
            _ => null,
        };
        if (step is not { } times)
            return null;
        decimal factor = 1;
        for (var i = 0; i < power; i++)
            factor *= times;
        return factor;
    }
}
