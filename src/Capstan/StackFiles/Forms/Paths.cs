using Capstan.Core.Stacks;

namespace Capstan.StackFiles.Forms;

/// <summary>URL paths and routes.</summary>
internal static class Paths
{
    /// <summary>The path of a URL, without query and fragment.</summary>
    public static Formed<string> Url(string text)
    {
        if (!text.StartsWith('/'))
            return new Misshape($"the path '{text}' must start with '/'; write '/{text}'");
        return text.AsSpan().IndexOfAny("?#\\") >= 0 || text.Any(letter => letter <= ' ' || letter == 127)
            ? new Misshape($"'{text}' is not a path", "leave out the query, spaces and backslashes")
            : text;
    }

    /// <summary>A route: <c>/path</c>, or <c>host/path</c> with a host name that has a dot.</summary>
    public static Formed<RouteSpec> Route(string text)
    {
        var slash = text.IndexOf('/');
        if (slash == 0)
            return Route(text, null);
        var host = slash < 0 ? text : text[..slash];
        if (!host.Contains('.') && host != "localhost")
            return new Misshape($"the route '{text}' must start with '/'", $"write '/{text}', or 'host.name/path' for one host only");
        return slash < 0
            ? new Misshape($"the route '{text}' has no path; write '{text}/' for all of this host")
            : Route(text[slash..], host);
    }

    /// <summary>A route from its two parts. A slash at the end says nothing and is taken off, so that equal routes are equal.</summary>
    public static Formed<RouteSpec> Route(string path, string? host)
    {
        if (host is not null && Uri.CheckHostName(host) == UriHostNameType.Unknown)
            return new Misshape($"'{host}' is not a host name", "write it without scheme and port, such as api.example.com");
        var formed = Url(path);
        if (formed.Fault is not null)
            return new Misshape(formed.Fault, formed.Remedy);
        return new RouteSpec(path.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/", host?.ToLowerInvariant());
    }
}
