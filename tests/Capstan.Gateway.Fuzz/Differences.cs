using System.Text;
using System.Text.RegularExpressions;
using Capstan.Gateway.Edge;
using Capstan.Gateway.Fast.Http1;

namespace Capstan.Gateway.Fuzz;

/// <summary>Compares what the two planes make of the same bytes. Each difference that may be has a name here and a line in docs/http.md.</summary>
internal static partial class Differences
{
    /// <summary>Nothing to explain.</summary>
    public const string None = "same";

    /// <summary>Names the first difference.</summary>
    /// <returns><see cref="None"/>, the name of one that may be, or what is wrong, beginning with an exclamation mark.</returns>
    public static string Between(byte[] bytes, Reading fast, Reading general)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var both = Math.Min(fast.Requests.Count, general.Requests.Count);
        for (var i = 0; i < both; i++)
        {
            if (fast.Requests[i] != general.Requests[i] && Between(text, fast.Requests[i], general.Requests[i]) is { } difference)
                return difference;
        }

        if (fast.Requests.Count < general.Requests.Count)
            return WhyStricter(text, fast) ?? $"! fast refuses with {fast.Status}: {general.Requests[both]}";
        if (fast.Requests.Count > general.Requests.Count)
            return WhyLaxer(text, fast.Requests[both], general) ?? $"! general refuses with {general.Status}: {fast.Requests[both]}";

        // A body that is none was noted with its request, and a head that ends early is refused by the one and waited for by the other.
        if (fast.Status == general.Status || (both > 0 && fast.Requests[^1].BodyEnd != BodyEnd.Whole) || (fast.Status == 0 && general.Status == 400))
            return None;
        if (general.Status == 0)
            return "refused by the one, closed without an answer by the other";
        return fast.Status == 0 ? $"! status 0 against {general.Status}" : "refused by both with another status";
    }

    private static string? Between(string text, Seen fast, Seen general)
    {
        general = general with { HasAuthority = fast.HasAuthority, HasOddLength = fast.HasOddLength };
        var name = fast.Host == general.Host ? null : "an absolute target's host in another spelling or alone";
        if (IsSameHost(fast, general))
            general = general with { Host = fast.Host };
        if (fast.BodyEnd != BodyEnd.Whole && general.BodyEnd != BodyEnd.Whole)
            general = general with { Body = fast.Body, BodyEnd = fast.BodyEnd };
        if (fast.HasAuthority && fast.Path != general.Path && EscapedSlashes().IsMatch(fast.Target))
        {
            // The application reads the path by its own rule there, as the fast plane does.
            name = "an absolute target's escaped slash";
            general = general with { Path = fast.Path };
        }

        if (fast == general)
            return name;
        if (fast.BodyEnd == BodyEnd.Bad && fast with { BodyEnd = BodyEnd.Whole } == general)
            return "stricter: a trailer that is no field";
        if (fast.BodyEnd == BodyEnd.Bad && fast with { Body = general.Body, BodyEnd = general.BodyEnd } == general && OddExtensions().IsMatch(text))
            return "stricter: a control character in a chunk extension";
        if (fast with { Body = general.Body, BodyEnd = BodyEnd.Bad } == general && LongSizes().IsMatch(text))
            return "laxer: a chunk's size in more than eight digits";
        return $"! request {fast} against {general}";
    }

    private static bool IsSameHost(Seen fast, Seen general) => fast.HasAuthority
        && ((general.Host.Length == 0 && fast.Minor == 0)
            || string.Equals(WithoutPort(fast.Host), WithoutPort(general.Host), StringComparison.OrdinalIgnoreCase));

    private static string WithoutPort(string host) => host.EndsWith(":80", StringComparison.Ordinal) ? host[..^3] : host;

    private static string? WhyStricter(string text, Reading fast)
    {
        if (fast.Status == 0 && TabbedCloses().IsMatch(text))
            return "stricter: a close behind a tab";
        if (fast.Refusal == Rejections.Of(FieldFault.Value) && Controls().IsMatch(text))
            return "stricter: a control character in a field";
        if (fast.Refusal == Rejections.Of(FieldFault.Name) && OddNames().IsMatch(text))
            return "stricter: a field name that is no token";
        if (fast.Refusal == Rejections.BadLine && OddLines().IsMatch(text))
            return "stricter: a request line in another form";
        if (fast.Refusal == Rejections.BadHost && OddAuthorities().IsMatch(text))
            return "stricter: a target with user information, or a port that is empty or begins with zero";
        if (fast.Refusal == Rejections.BadHost && LongHosts().IsMatch(text))
            return "stricter: a host above its bounds";
        if (fast.Refusal == Rejections.NoLength && Upgrades().IsMatch(text))
            return "stricter: an old request without a length but with an upgrade";
        return fast.Refusal == Rejections.BadLength && OddLengths().IsMatch(text) ? "stricter: Content-Length with a sign or of the largest number" : null;
    }

    private static string? WhyLaxer(string text, Seen fast, Reading general)
    {
        // The server leaves a Content-Length that it took out under this name, so that nobody else may use it.
        if (general.Refusal == Rejections.TwoLengths && fast.HasOddLength)
            return "laxer: X-Content-Length beside Transfer-Encoding";
        return fast.HasAuthority && general is { Status: 400, Refusal: null } && OddHosts().IsMatch(text)
            ? "laxer: an absolute target's host in another case or with punctuation"
            : null;
    }

    [GeneratedRegex("^host:[^\\r\\n]*(:[0-9]{6}|[^\\r\\n]{256})", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LongHosts();

    [GeneratedRegex("[\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]|content-length:[ \\t]*\\+?[0-9]+\\0", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Controls();

    [GeneratedRegex("^[^\\r\\n:]*[^-!#$%&'*+.^_`|~0-9A-Za-z\\r\\n:][^\\r\\n:]*:", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex OddNames();

    [GeneratedRegex("^(?![-!#$%&'*+.^_`|~0-9A-Za-z]+ [!-~]+ HTTP/1\\.[01]\\r?$)[^\\n]*HTTP/1\\.|\\r\\r\\n", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex OddLines();

    [GeneratedRegex("://[^/?\\s]*(@|:0|:[/?\\s])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OddAuthorities();

    [GeneratedRegex(";[^\\n]*[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OddExtensions();

    [GeneratedRegex("%2[Ff]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EscapedSlashes();

    [GeneratedRegex("connection:[^\\n]*\\t[^\\n]*close", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TabbedCloses();

    [GeneratedRegex("connection:[^\\n]*upgrade", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Upgrades();

    [GeneratedRegex("content-length:[ \\t]*(\\+|9223372036854775807)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OddLengths();

    [GeneratedRegex("://[.]|[a-z]*[A-Z][A-Za-z]*://|(://[^/?\\s]*|^[Hh][Oo][Ss][Tt]:[^\\n]*)[A-Z:!$&'()*+,;=~]", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex OddHosts();

    [GeneratedRegex("[0-9A-Fa-f]{8,}(;|\r\n)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LongSizes();
}
