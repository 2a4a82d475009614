using System.Globalization;

namespace Capstan.TestServer;

/// <summary>One request, read whole.</summary>
internal sealed record Request(string Method, string Path, IReadOnlyDictionary<string, string> Query, byte[] Body, bool Close)
{
    public int Number(string name, int otherwise) =>
        Query.TryGetValue(name, out var text) && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;

    public string Text(string name) => Query.GetValueOrDefault(name, "");

    public static (string Path, Dictionary<string, string> Query) Split(string target)
    {
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        if (mark < 0)
            return (target, query);
        foreach (var pair in target[(mark + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (pair, "") : (pair[..equals], pair[(equals + 1)..]);
            query[Uri.UnescapeDataString(name)] = Uri.UnescapeDataString(value.Replace('+', ' '));
        }
        return (target[..mark], query);
    }
}
