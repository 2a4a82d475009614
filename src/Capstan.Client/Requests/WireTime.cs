using System.Globalization;

namespace Capstan.Client;

/// <summary>Durations as the database reads them.</summary>
internal static class WireTime
{
    /// <summary>Whole milliseconds, for example <c>1500ms</c>.</summary>
    public static string Of(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMilliseconds}ms");
}
