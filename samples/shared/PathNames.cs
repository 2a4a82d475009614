using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Samples.Shared;

/// <summary>
/// Names in paths, from the request line as it was sent: the server's own decoding leaves <c>%2F</c> as it is, and then a name
/// with a slash and one with these three characters cannot be told apart.
/// </summary>
public static class PathNames
{
    private const int First = 3;

    /// <summary>The decoded segment after <c>/api/v1/users/</c> and the like.</summary>
    public static string Name(this HttpContext context)
    {
        ReadOnlySpan<char> target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        int query = target.IndexOf('?');
        string path = (query < 0 ? target : target[..query]).ToString();
        int authority = path.StartsWith('/') ? 0 : path.IndexOf("://", StringComparison.Ordinal) + 3;
        string[] segments = path[path.IndexOf('/', authority)..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments.Length > First ? Uri.UnescapeDataString(segments[First]) : "";
    }
}
