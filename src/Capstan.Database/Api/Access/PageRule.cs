using Microsoft.AspNetCore.Http;

namespace Capstan.Database.Api.Access;

/// <summary>
/// Keeps web pages of other sites away from a listener that asks for no token: their forms could send it whatever they like. Browsers
/// tell where a request comes from; other clients tell nothing and pass.
/// </summary>
internal static class PageRule
{
    /// <summary>Whether no page of another site has sent a request.</summary>
    public static bool Accepts(HttpRequest request)
    {
        var site = (string?)request.Headers["Sec-Fetch-Site"];
        if (site is not (null or "same-origin" or "none"))
            return false;
        var origin = (string?)request.Headers.Origin;
        return origin is null || (Uri.TryCreate(origin, UriKind.Absolute, out var page)
            && page.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
