using System.Globalization;

namespace Capstan.Client;

/// <summary>.NET values in the form that SQLite keeps them, the same as of Microsoft.Data.Sqlite, so that both read each other's files.</summary>
internal static class StoredValues
{
    /// <summary>The value to send: null, an integer, a real, a text or bytes. Others are given back as they are.</summary>
    public static object? Of(object? value) => value switch
    {
        null or DBNull => null,
        string or long or int or bool or double or byte[] => value,
        Enum named => Convert.ToInt64(named, CultureInfo.InvariantCulture),
        char letter => letter.ToString(),
        decimal number => number.ToString("0.0###########################", CultureInfo.InvariantCulture),
        Guid id => id.ToString().ToUpperInvariant(),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.Ticks % TimeSpan.TicksPerSecond == 0
            ? time.ToString("HH:mm:ss", CultureInfo.InvariantCulture)
            : time.ToString("HH:mm:ss.fffffff", CultureInfo.InvariantCulture),
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        _ => value,
    };
}
