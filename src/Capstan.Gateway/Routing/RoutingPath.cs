namespace Capstan.Gateway.Routing;

/// <summary>The path that a route is chosen by: percent-decoded once, but for <c>%2F</c>, without the query.</summary>
internal static class RoutingPath
{
    /// <summary>Decodes the path of a target.</summary>
    /// <param name="target">Path and query without dot segments; begins with a slash.</param>
    /// <param name="scratch">Room for as many characters as the target has bytes.</param>
    /// <returns>The path, in the scratch.</returns>
    public static ReadOnlySpan<char> Read(ReadOnlySpan<byte> target, Span<char> scratch) => throw new NotImplementedException();
}
