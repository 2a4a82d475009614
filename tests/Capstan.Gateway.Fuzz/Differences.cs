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
        var both = Math.Min(fast.Requests.Count, general.Requests.Count);
        for (var i = 0; i < both; i++)
        {
            if (fast.Requests[i] != general.Requests[i] && Between(bytes, fast.Requests[i], general.Requests[i]) is { } difference)
                return difference;
        }

        if (fast.Requests.Count < general.Requests.Count)
            return WhyStricter(fast) ?? $"! fast refuses with {fast.Status}: {general.Requests[both]}";
        if (fast.Requests.Count > general.Requests.Count)
            return WhyLaxer(fast.Requests[both], general) ?? $"! general refuses with {general.Status}: {fast.Requests[both]}";

        // A body that is none was noted with its request, and a head that ends early is refused by the one and waited for by the other.
        if (fast.Status == general.Status || (both > 0 && fast.Requests[^1].BodyEnd != BodyEnd.Whole) || (fast.Status == 0 && general.Status == 400))
            return None;
        if (general.Status == 0)
            return "refused by the one, closed without an answer by the other";
        return fast.Status == 0 ? $"! status 0 against {general.Status}" : "refused by both with another status";
    }

    private static string? Between(byte[] bytes, Seen fast, Seen general)
    {
        general = general with { HasAuthority = fast.HasAuthority, HasOddLength = fast.HasOddLength };
        var name = fast.Host == general.Host ? null : "an absolute target's host in another spelling or alone";
        if (IsSameHost(fast, general))
            general = general with { Host = fast.Host };
        if (fast.BodyEnd != BodyEnd.Whole && general.BodyEnd != BodyEnd.Whole)
            general = general with { Body = fast.Body, BodyEnd = fast.BodyEnd };
        if (fast == general)
            return name;
        if (fast with { Body = general.Body, BodyEnd = BodyEnd.Whole } == general)
            return "stricter: a trailer that is no field";
        if (fast with { Body = general.Body, BodyEnd = BodyEnd.Bad } == general && LongSizes().IsMatch(Encoding.Latin1.GetString(bytes)))
            return "laxer: a chunk's size in more than eight digits";
        return $"! request {fast} against {general}";
    }

    private static bool IsSameHost(Seen fast, Seen general) => fast.HasAuthority
        && ((general.Host.Length == 0 && fast.Minor == 0)
            || string.Equals(WithoutPort(fast.Host), WithoutPort(general.Host), StringComparison.OrdinalIgnoreCase));

    private static string WithoutPort(string host) => host.EndsWith(":80", StringComparison.Ordinal) ? host[..^3] : host;

    private static string? WhyStricter(Reading fast)
    {
        if (fast.Refusal == Rejections.Of(FieldFault.Value))
            return "stricter: a control character in a field";
        if (fast.Refusal == Rejections.Of(FieldFault.Name))
            return "stricter: a field name that is no token";
        if (fast.Refusal == Rejections.BadLine)
            return "stricter: a request line in another form";
        if (fast.Refusal == Rejections.BadHost)
            return "stricter: a target with user information";
        return fast.Refusal == Rejections.BadLength ? "stricter: Content-Length with a sign" : null;
    }

    private static string? WhyLaxer(Seen fast, Reading general)
    {
        // The server leaves a Content-Length that it took out under this name, so that nobody else may use it.
        if (general.Refusal == Rejections.TwoLengths && fast.HasOddLength)
            return "laxer: X-Content-Length beside Transfer-Encoding";
        return fast.HasAuthority && general is { Status: 400, Refusal: null } ? "laxer: an absolute target's host in another case" : null;
    }

    [GeneratedRegex("[0-9A-Fa-f]{8,}(;|\r\n)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LongSizes();
}
