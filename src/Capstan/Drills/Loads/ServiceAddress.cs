namespace Capstan.Drills.Loads;

/// <summary>What a service's callers ask for through the gateway.</summary>
/// <param name="Url">Where.</param>
/// <param name="Host">The host that the route is for; null for any.</param>
internal sealed record ServiceAddress(Uri Url, string? Host)
{
    /// <summary>A path on the gateway; without one that of the service's first route.</summary>
    /// <param name="gateway">Base URL of the gateway.</param>
    /// <param name="routes">The service's routes: paths, with a host before them where one is set.</param>
    /// <param name="path">The path that was asked for; null for the usual one.</param>
    /// <returns>Null when the service has no route, so that nobody can reach it through the gateway.</returns>
    public static ServiceAddress? Of(string gateway, IReadOnlyList<string> routes, string? path)
    {
        if (routes.Count == 0)
            return null;
        var slash = routes[0].IndexOf('/', StringComparison.Ordinal);
        var (host, route) = slash < 0 ? (routes[0], "/") : (routes[0][..slash], routes[0][slash..]);
        return new ServiceAddress(new Uri(new Uri(gateway), path ?? route), host.Length == 0 ? null : host);
    }
}
