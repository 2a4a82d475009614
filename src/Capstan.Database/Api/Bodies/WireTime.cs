using System.Globalization;

namespace Capstan.Database.Api.Bodies;

/// <summary>Durations on the wire: a whole number with <c>ms</c> or <c>s</c>.</summary>
internal static class WireTime
{
    /// <summary>Reads one within <see cref="ApiLimits.ShortestWait"/> and <see cref="ApiLimits.LongestWait"/>; null when it is none.</summary>
    public static TimeSpan? Parse(string text)
    {
        var isMilliseconds = text.EndsWith("ms", StringComparison.Ordinal);
        if (!isMilliseconds && !text.EndsWith('s'))
            return null;
        if (!int.TryParse(text.AsSpan(0, text.Length - (isMilliseconds ? 2 : 1)), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        var time = isMilliseconds ? TimeSpan.FromMilliseconds(number) : TimeSpan.FromSeconds(number);
        return time >= ApiLimits.ShortestWait && time <= ApiLimits.LongestWait ? time : null;
    }
}
