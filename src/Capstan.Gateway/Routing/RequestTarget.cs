using System.Numerics;

namespace Capstan.Gateway.Routing;

/// <summary>
/// Makes the target of the forwarded request out of the one that was received: the same bytes, without scheme and authority and with
/// dot segments resolved (also those written <c>%2e</c>), so that the backend sees the path that the route was chosen by. Works on
/// bytes and on characters alike.
/// </summary>
internal static class RequestTarget
{
    /// <summary>Reads a request target.</summary>
    /// <param name="raw">As received: origin form, absolute form or <c>*</c>.</param>
    /// <param name="target">Path and query to forward; starts with a slash.</param>
    /// <returns>False for a target that may not be forwarded: one with a fragment, or of no known form.</returns>
    public static bool TryRead(string raw, out string target)
    {
        target = raw;
        if (!TryFind<char>(raw, out var start, out var isWhole))
            return false;
        if (isWhole)
        {
            target = raw[start..];
            return true;
        }

        var resolved = new char[raw.Length - start + 1];
        target = new string(resolved, 0, Resolve(raw.AsSpan(start), resolved));
        return true;
    }

    /// <summary>Finds path and query in a request target.</summary>
    /// <param name="raw">As received.</param>
    /// <param name="start">Where they begin.</param>
    /// <param name="isWhole">Whether they may be forwarded as they are; otherwise <see cref="Resolve"/> writes them anew.</param>
    /// <returns>False for a target that may not be forwarded.</returns>
    public static bool TryFind<T>(ReadOnlySpan<T> raw, out int start, out bool isWhole)
        where T : unmanaged, IBinaryInteger<T>
    {
        start = 0;
        isWhole = false;
        if (raw.Contains(Of<T>('#')))
            return false;
        if (raw.Length == 0 || raw[0] != Of<T>('/'))
        {
            if (raw.Length == 1 && raw[0] == Of<T>('*'))
            {
                start = 1;
                return true;
            }

            // The first colon ends the scheme (RFC 3986 section 3.1); behind another one the authority would be looked for in the path.
            var authority = raw.IndexOf(Of<T>(':'));
            if (authority < 0 || !raw[authority..].StartsWith([Of<T>(':'), Of<T>('/'), Of<T>('/')]))
                return false;
            var path = raw[(authority + 3)..].IndexOfAny(Of<T>('/'), Of<T>('?'));
            start = path < 0 ? raw.Length : authority + 3 + path;
        }

        isWhole = start < raw.Length && raw[start] == Of<T>('/') && !HasDotSegment(PathOf(raw[start..]));
        return true;
    }

    /// <summary>Writes path and query with dot segments resolved (RFC 3986 section 5.2.4) and a slash in front.</summary>
    /// <param name="target">What <see cref="TryFind"/> found.</param>
    /// <param name="output">Room for one more than the target has.</param>
    /// <returns>How many were written.</returns>
    public static int Resolve<T>(ReadOnlySpan<T> target, Span<T> output)
        where T : unmanaged, IBinaryInteger<T>
    {
        var path = PathOf(target);
        var query = target[path.Length..];
        var length = 0;
        while (!path.IsEmpty)
        {
            var end = path[1..].IndexOf(Of<T>('/'));
            var segment = end < 0 ? path : path[..(end + 1)];
            path = path[segment.Length..];
            var dots = Dots(segment[1..]);
            if (dots == 2)
                length = Math.Max(0, output[..length].LastIndexOf(Of<T>('/')));
            if (dots != 0)
                segment = path.IsEmpty ? segment[..1] : default;
            segment.CopyTo(output[length..]);
            length += segment.Length;
        }

        if (length == 0)
            output[length++] = Of<T>('/');
        query.CopyTo(output[length..]);
        return length + query.Length;
    }

    private static T Of<T>(char character)
        where T : unmanaged, IBinaryInteger<T> => T.CreateTruncating(character);

    private static ReadOnlySpan<T> PathOf<T>(ReadOnlySpan<T> target)
        where T : unmanaged, IBinaryInteger<T>
    {
        var query = target.IndexOf(Of<T>('?'));
        return query < 0 ? target : target[..query];
    }

    private static bool HasDotSegment<T>(ReadOnlySpan<T> path)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (path.IndexOfAny(Of<T>('.'), Of<T>('%')) < 0)
            return false;
        while (!path.IsEmpty)
        {
            var end = path[1..].IndexOf(Of<T>('/'));
            if (Dots(end < 0 ? path[1..] : path.Slice(1, end)) > 0)
                return true;
            path = end < 0 ? default : path[(end + 1)..];
        }

        return false;
    }

    /// <summary>1 for a segment that says "here", 2 for one that says "up", 0 for every other.</summary>
    private static int Dots<T>(ReadOnlySpan<T> segment)
        where T : unmanaged, IBinaryInteger<T>
    {
        var dots = 0;
        while (!segment.IsEmpty)
        {
            if (segment[0] == Of<T>('.'))
                segment = segment[1..];
            else if (segment is [var percent, var two, var e, ..]
                && percent == Of<T>('%') && two == Of<T>('2') && (e == Of<T>('e') || e == Of<T>('E')))
                segment = segment[3..];
            else
                return 0;
            if (++dots > 2)
                return 0;
        }

        return dots;
    }
}
