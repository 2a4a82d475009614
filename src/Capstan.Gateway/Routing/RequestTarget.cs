namespace Capstan.Gateway.Routing;

/// <summary>
/// Makes the target of the forwarded request out of the one that was received: the same bytes, without scheme and authority and with
/// dot segments resolved (also those written <c>%2e</c>), so that the backend sees the path that the route was chosen by.
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
        if (raw.Contains('#'))
            return false;
        if (raw.Length == 0 || raw[0] != '/')
        {
            if (raw == "*")
            {
                target = "/";
                return true;
            }

            var authority = raw.IndexOf("://", StringComparison.Ordinal);
            if (authority < 0)
                return false;
            var path = raw.AsSpan(authority + 3).IndexOfAny('/', '?');
            target = path < 0 ? "/" : raw[(authority + 3 + path)..];
            if (target[0] == '?')
                target = "/" + target;
        }

        if (HasDotSegment(target))
            target = WithoutDotSegments(target);
        return true;
    }

    private static ReadOnlySpan<char> PathOf(string target)
    {
        var query = target.IndexOf('?');
        return query < 0 ? target : target.AsSpan(0, query);
    }

    private static bool HasDotSegment(string target)
    {
        var path = PathOf(target);
        if (path.IndexOfAny('.', '%') < 0)
            return false;
        while (!path.IsEmpty)
        {
            var end = path[1..].IndexOf('/');
            var segment = end < 0 ? path[1..] : path.Slice(1, end);
            if (Dots(segment) > 0)
                return true;
            path = end < 0 ? default : path[(end + 1)..];
        }

        return false;
    }

    private static string WithoutDotSegments(string target)
    {
        var path = PathOf(target);
        var query = target.AsSpan(path.Length);
        var kept = new List<string>();
        var segments = path[1..].ToString().Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            var dots = Dots(segments[i]);
            if (dots == 2 && kept.Count > 0)
                kept.RemoveAt(kept.Count - 1);
            if (dots == 0)
                kept.Add(segments[i]);
            else if (i == segments.Length - 1)
                kept.Add("");
        }

        return string.Concat("/", string.Join('/', kept), query);
    }

    /// <summary>1 for a segment that says "here", 2 for one that says "up", 0 for every other.</summary>
    private static int Dots(ReadOnlySpan<char> segment)
    {
        var dots = 0;
        while (!segment.IsEmpty)
        {
            if (segment[0] == '.')
                segment = segment[1..];
            else if (segment.StartsWith("%2e", StringComparison.OrdinalIgnoreCase))
                segment = segment[3..];
            else
                return 0;
            if (++dots > 2)
                return 0;
        }

        return dots;
    }
}
