using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace Capstan.Gateway.Forwarding;

/// <summary>Which header fields belong to one connection only and are not forwarded (RFC 9110 section 7.6.1).</summary>
internal static class HeaderRules
{
    /// <summary>The option of Connection that ends it.</summary>
    public const string Close = "close";

    /// <summary>The option of Connection that keeps it open.</summary>
    public const string KeepAlive = "keep-alive";

    /// <summary>The option of Connection that offers another protocol.</summary>
    public const string Upgrade = "upgrade";

    /// <summary>Elements that the Connection fields of a message may have together, empty ones counted: each is compared with every field.</summary>
    public const int MostOptions = 32;

    private static readonly FrozenSet<string> OneHop = new[]
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Content-Length and Host are set anew; Proxy would become HTTP_PROXY in a CGI program; request trailers are not forwarded.
    // Some frameworks serve the path in X-Original-URL or X-Rewrite-URL instead of the one that the route was chosen by.
    private static readonly FrozenSet<string> NotSent = OneHop.Concat(
    [
        "Content-Length", "Host", "TE", "Trailer", "Proxy", "Proxy-Authorization", "HTTP2-Settings", "X-Original-URL", "X-Rewrite-URL",
    ]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // What a client may not take away from a request by nominating it in Connection.
    private static readonly FrozenSet<string> Kept = new[]
    {
        "Authorization", "Cache-Control", "Content-Encoding", "Content-Length", "Content-Type", "Cookie", "Expect", "Forwarded", "Host",
        "If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since", "Origin", "Range", "Set-Cookie",
        "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Proto", RequestId.FieldName,
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // What is needed before a body, or decides about an answer as a whole (RFC 9110 section 6.5.1).
    private static readonly FrozenSet<string> NoTrailers = NotSent.Concat(
    [
        "Age", "Authorization", "Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Location", "Content-Range", "Content-Type",
        "Cookie", "Date", "Expect", "Expires", "Location", "Max-Forwards", "Pragma", "Proxy-Authenticate", "Range", "Retry-After", "Set-Cookie",
        "Vary", "Warning", "WWW-Authenticate", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since",
    ]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly int LongestKnown = Kept.Concat(NoTrailers).Max(name => name.Length);

    /// <summary>Names of the fields of requests that are never copied.</summary>
    public static IReadOnlyCollection<string> NotSentNames => NotSent.Items;

    /// <summary>Whether a field of a request is never copied.</summary>
    public static bool IsNotSent(string name) => NotSent.Contains(name);

    /// <summary>Whether a field of an answer is never copied.</summary>
    public static bool IsOneHop(string name) => OneHop.Contains(name);

    /// <summary>Whether <c>Connection</c> fields have more than <see cref="MostOptions"/> elements.</summary>
    public static bool HasTooManyOptions(StringValues connection)
    {
        var elements = connection.Count;
        foreach (var value in connection)
            elements += value.AsSpan().Count(',');
        return elements > MostOptions;
    }

    /// <summary>Whether a <c>Connection</c> field names more than the usual <c>close</c>, <c>keep-alive</c>, <c>upgrade</c>.</summary>
    public static bool Nominates(StringValues connection)
    {
        foreach (var value in connection)
        {
            foreach (var range in value.AsSpan().Split(','))
            {
                var token = value.AsSpan()[range].Trim();
                if (!Is(token, Close) && !Is(token, KeepAlive) && !Is(token, Upgrade) && !token.IsEmpty)
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether a <c>Connection</c> field makes another field one of this connection only.</summary>
    public static bool IsNominated(StringValues connection, string name)
    {
        if (Kept.Contains(name))
            return false;
        foreach (var value in connection)
        {
            foreach (var range in value.AsSpan().Split(','))
            {
                if (Is(value.AsSpan()[range].Trim(), name))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether a field cannot be made one of this connection only.</summary>
    public static bool IsKept(ReadOnlySpan<byte> name) => Has(Kept, name);

    /// <summary>Whether a field must not come behind a body.</summary>
    public static bool IsNoTrailer(string name) => NoTrailers.Contains(name);

    /// <summary>Whether a field must not come behind a body.</summary>
    public static bool IsNoTrailer(ReadOnlySpan<byte> name) => Has(NoTrailers, name);

    /// <summary>Whether a field says where a request came from: ours to say, unless a trusted peer said it.</summary>
    public static bool IsForwarding(string name) =>
        name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase);

    private static bool Has(FrozenSet<string> names, ReadOnlySpan<byte> name)
    {
        if (name.Length > LongestKnown)
            return false;
        Span<char> text = stackalloc char[name.Length];
        return Ascii.ToUtf16(name, text, out _) == OperationStatus.Done && names.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text);
    }

    private static bool Is(ReadOnlySpan<char> token, string name) => token.Equals(name, StringComparison.OrdinalIgnoreCase);
}
