using System.Collections.Frozen;
using Capstan.Core.Stacks;
using Capstan.Gateway.Services;

namespace Capstan.Gateway.Routing;

/// <summary>Finds the service of a request: routes with its host first, then those without; the longest prefix wins. Immutable.</summary>
internal sealed class RouteTable
{
    /// <summary>A table without routes.</summary>
    public static readonly RouteTable Empty = new([]);

    private readonly FrozenDictionary<string, Route[]> _byHost;
    private readonly FrozenDictionary<string, Route[]>.AlternateLookup<ReadOnlySpan<char>> _byHostSpan;
    private readonly Route[] _anyHost;

    /// <summary>A table of the routes of these services.</summary>
    public RouteTable(IReadOnlyList<(RouteSpec Route, ServiceState Service)> routes)
    {
        var hosts = new Dictionary<string, List<Route>>(StringComparer.OrdinalIgnoreCase);
        var any = new List<Route>();
        foreach (var (spec, service) in routes)
        {
            var list = any;
            if (spec.Host is { } host && !hosts.TryGetValue(host, out list))
                hosts[host] = list = [];
            list.Add(new Route(spec.Path.TrimEnd('/'), service));
        }

        _anyHost = Ordered(any);
        _byHost = hosts.ToFrozenDictionary(pair => pair.Key, pair => Ordered(pair.Value), StringComparer.OrdinalIgnoreCase);
        _byHostSpan = _byHost.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whether the host of a request matters at all; reading it costs something.</summary>
    public bool NeedsHost => _byHost.Count != 0;

    /// <summary>The service for a request; null when nobody takes it.</summary>
    /// <param name="host">Host without port; may be empty when <see cref="NeedsHost"/> is false.</param>
    /// <param name="path">Decoded path without dot segments.</param>
    public ServiceState? Match(ReadOnlySpan<char> host, ReadOnlySpan<char> path)
    {
        if (!host.IsEmpty && _byHostSpan.TryGetValue(host, out var routes) && Longest(routes, path) is { } match)
            return match;
        return Longest(_anyHost, path);
    }

    private static ServiceState? Longest(Route[] routes, ReadOnlySpan<char> path)
    {
        foreach (var route in routes)
        {
            if (route.Matches(path))
                return route.Service;
        }

        return null;
    }

    private static Route[] Ordered(List<Route> routes)
    {
        // Stable, so that of two equal prefixes the first in the file wins.
        return [.. routes.OrderByDescending(route => route.Prefix.Length)];
    }
}
