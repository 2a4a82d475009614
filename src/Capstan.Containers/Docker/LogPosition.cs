using System.Globalization;

namespace Capstan.Containers.Docker;

/// <summary>How far a container's log was read: the last time stamp, and how many lines with it were seen.</summary>
internal sealed record LogPosition(string Stamp, int Seen)
{
    private const int SecondsLength = 19;

    /// <summary>The stamp as the engine's <c>since</c> wants it; lines of exactly that time come again.</summary>
    public string Since
    {
        get
        {
            var seconds = DateTimeOffset.Parse(
                Stamp.AsSpan(0, SecondsLength), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeSeconds();
            return string.Create(CultureInfo.InvariantCulture, $"{seconds}{Stamp.AsSpan(SecondsLength).TrimEnd('Z')}");
        }
    }

    public static LogPosition After(LogPosition? position, string stamp) =>
        position is not null && position.Stamp == stamp ? position with { Seen = position.Seen + 1 } : new LogPosition(stamp, 1);
}
