using System.Globalization;

namespace Capstan.Commands;

/// <summary>Figures as people read them.</summary>
internal static class Humane
{
    /// <summary>For example <c>0s</c>, <c>48s</c>, <c>3m12s</c>, <c>5h07m</c>, <c>3d04h</c>.</summary>
    public static string Span(TimeSpan span)
    {
        var seconds = (long)Math.Max(0, Math.Floor(span.TotalSeconds));
        return seconds switch
        {
            < 60 => $"{seconds}s",
            < 3_600 => $"{seconds / 60}m{seconds % 60:00}s",
            < 86_400 => $"{seconds / 3_600}h{seconds % 3_600 / 60:00}m",
            _ => $"{seconds / 86_400}d{seconds % 86_400 / 3_600:00}h",
        };
    }

    /// <summary>A length that was chosen, exact: <c>500ms</c>, <c>5s</c>, <c>2m</c>.</summary>
    public static string Length(TimeSpan span) =>
        span < TimeSpan.FromSeconds(1) || span.Milliseconds != 0 ? $"{span.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture)}ms"
        : span.Seconds != 0 ? $"{(long)span.TotalSeconds}s"
        : span.Minutes != 0 ? $"{(long)span.TotalMinutes}m"
        : $"{(long)span.TotalHours}h";

    /// <summary>For example <c>0.4</c>, <c>17</c>, <c>2.3k</c>.</summary>
    public static string Rate(double perSecond) => perSecond switch
    {
        >= 10_000 => (perSecond / 1_000).ToString("0", CultureInfo.InvariantCulture) + "k",
        >= 1_000 => (perSecond / 1_000).ToString("0.0", CultureInfo.InvariantCulture) + "k",
        >= 10 => perSecond.ToString("0", CultureInfo.InvariantCulture),
        _ => perSecond.ToString("0.0", CultureInfo.InvariantCulture),
    };

    /// <summary>A number of bytes, for example <c>17 B</c>, <c>1.4 KiB</c>, <c>120 MiB</c>.</summary>
    public static string Bytes(long number)
    {
        if (number < 1024)
            return $"{number} B";
        var (value, unit) = ((double)number, -1);
        for (; value >= 1024 && unit < 3; unit++)
            value /= 1024;
        return value.ToString(value < 99.95 ? "0.0" : "0", CultureInfo.InvariantCulture) + " " + "KMGT"[unit] + "iB";
    }

    /// <summary>For example <c>1 replica</c>, <c>3 replicas</c>.</summary>
    public static string Count(long number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
