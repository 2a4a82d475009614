using System.Buffers;
using System.Globalization;

namespace Capstan.StackFiles.Forms;

/// <summary>Durations such as <c>500ms</c>, <c>30s</c>, <c>2m</c>, <c>1m30s</c>, <c>1h</c>; a plain <c>0</c> needs no unit.</summary>
internal static class Durations
{
    private const string Example = "write a number with a unit, such as 500ms, 30s, 2m, 1m30s or 1h";

    private static readonly SearchValues<char> NumberText = SearchValues.Create("0123456789.");

    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("ms", TimeSpan.TicksPerMillisecond), ("s", TimeSpan.TicksPerSecond), ("m", TimeSpan.TicksPerMinute), ("h", TimeSpan.TicksPerHour),
        ("d", TimeSpan.TicksPerDay),
    ];

    /// <summary>A duration within bounds, both included.</summary>
    public static Form<TimeSpan> Within(TimeSpan least, TimeSpan most) => text =>
    {
        if (Ticks(text) is not { } ticks)
        {
            var unitMissing = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
            return new Misshape(
                unitMissing ? $"the duration '{text}' has no unit" : $"'{text}' is not a duration",
                unitMissing ? $"write {text}s for seconds; the units are ms, s, m, h and d" : Example);
        }

        return ticks >= least.Ticks && ticks <= most.Ticks
            ? new TimeSpan((long)ticks)
            : new Misshape($"{text} is outside {Text(least)} to {Text(most)}");
    };

    /// <summary>A duration as it would be written in a stack file.</summary>
    public static string Text(TimeSpan value)
    {
        if (value == TimeSpan.Zero)
            return "0";
        var rest = value.Ticks;
        var text = "";
        foreach (var (unit, ticks) in Units.OrderByDescending(unit => unit.Ticks))
        {
            if (rest / ticks is var whole and > 0)
                text += $"{whole}{unit}";
            rest %= ticks;
        }

        return text.Length > 0 ? text : $"{value.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)}ms";
    }

    private static decimal? Ticks(string text)
    {
        if (text == "0")
            return 0;
        decimal total = 0;
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExcept(NumberText);

            // Twelve digits hold any duration that makes sense, and their sum cannot overflow.
            if (digits is <= 0 or > 12 || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return null;
            rest = rest[digits..];
            var letters = rest.IndexOfAny(NumberText);
            var unit = letters < 0 ? rest : rest[..letters];
            if (UnitOf(unit) is not { } ticks)
                return null;
            total += number * ticks;
            rest = rest[unit.Length..];
        }

        return text.Length > 0 ? total : null;
    }

    private static long? UnitOf(ReadOnlySpan<char> text)
    {
        foreach (var (unit, ticks) in Units)
        {
            if (text.SequenceEqual(unit))
                return ticks;
        }

        return null;
    }
}
