using Capstan.Gateway.Services;

namespace Capstan.Gateway.Routing;

/// <summary>One prefix and the service behind it.</summary>
/// <param name="Prefix">Path without a trailing slash; empty for the root.</param>
/// <param name="Service">Who takes the requests.</param>
internal sealed record Route(string Prefix, ServiceState Service)
{
    /// <summary>Whether a path lies under the prefix: equal to it, or going on with a slash.</summary>
    public bool Matches(ReadOnlySpan<char> path) =>
        path.StartsWith(Prefix, StringComparison.Ordinal) && (path.Length == Prefix.Length || path[Prefix.Length] == '/');
}
