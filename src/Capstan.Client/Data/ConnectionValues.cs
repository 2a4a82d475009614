using System.Globalization;

namespace Capstan.Client;

/// <summary>Reads the values of a connection string; what is wrong is named with its key and what may stand there.</summary>
internal static class ConnectionValues
{
    /// <summary>Refuses a value that its key does not take.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    public static void Check(string key, string text)
    {
        switch (key)
        {
            case "Url": Address(key, text); break;
            case "Level": Level(key, text); break;
            case "Deadline" or "Attempt" or "Max Staleness": Time(key, text); break;
            case "Enlist": Flag(key, text); break;
        }
    }

    /// <summary>An address.</summary>
    public static Uri Address(string key, string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address
        : throw Wrong(key, text, "an http or https URL, for example http://127.0.0.1:8081");

    /// <summary>A level of reads.</summary>
    public static ReadLevel Level(string key, string text) => text.ToLowerInvariant() switch
    {
        "any" => ReadLevel.Any,
        "session" => ReadLevel.Session,
        "linear" => ReadLevel.Linear,
        _ => throw Wrong(key, text, "any, session or linear"),
    };

    /// <summary>A duration: a whole number with <c>ms</c>, <c>s</c> or <c>m</c>.</summary>
    public static TimeSpan Time(string key, string text)
    {
        var digits = text.AsSpan().TrimEnd("ms");
        var unit = text.AsSpan(digits.Length) switch
        {
            "ms" => TimeSpan.FromMilliseconds(1),
            "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            _ => TimeSpan.Zero,
        };
        return unit > TimeSpan.Zero && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? unit * number
            : throw Wrong(key, text, "a duration, for example 500ms, 30s or 2m");
    }

    /// <summary>True or false.</summary>
    public static bool Flag(string key, string text) => bool.TryParse(text, out var value) ? value : throw Wrong(key, text, "true or false");

    /// <summary>The token that a file holds.</summary>
    public static string ReadToken(string key, string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"The connection string's {key} is '{file}', which cannot be read: {fault.Message}", fault);
        }
    }

    private static ArgumentException Wrong(string key, string text, string wanted) => new($"The connection string's {key} is '{text}'; give {wanted}.");
}
