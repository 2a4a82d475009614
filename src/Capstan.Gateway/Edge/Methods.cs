using Microsoft.AspNetCore.Http;

namespace Capstan.Gateway.Edge;

/// <summary>
/// What the general plane knows of methods. They are compared as they are written (RFC 9110 section 9.1), which the framework's own comparisons
/// do not do: its server gives <c>HeAD</c> a body.
/// </summary>
internal static class Methods
{
    /// <summary>Whether an answer has no body whatever its fields say.</summary>
    public static bool IsHead(HttpRequest request) => request.Method is "HEAD";

    /// <summary>Whether a request only reads, of the methods that are known here to (RFC 9110 section 9.2.1).</summary>
    public static bool IsSafe(HttpRequest request) => request.Method is "GET" or "HEAD" or "OPTIONS";
}
