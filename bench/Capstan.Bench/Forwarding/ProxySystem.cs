using Capstan.Bench.Programs;

namespace Capstan.Bench.Forwarding;

/// <summary>A proxy as the bench knows it: how to start it between a listening port and the backend's.</summary>
/// <param name="Name">Name in tables.</param>
/// <param name="Start">Starts it, pinned to a core when one is given.</param>
internal sealed record ProxySystem(string Name, Func<ProxyPlace, int?, Child> Start)
{
    /// <summary>All of them, Capstan last.</summary>
    public static IReadOnlyList<ProxySystem> All { get; } =
    [
        new("nginx", (place, core) => Child.Start(core, place.None, "nginx", "-p", place.Folder, "-c", place.Render("nginx.conf"))),
        new("HAProxy", (place, core) => Child.Start(core, place.None, "haproxy", "-db", "-q", "-f", place.Render("haproxy.cfg"))),
        new("Caddy", (place, core) => Child.Start(core, place.None, "caddy", "run", "--adapter", "caddyfile", "--config", place.Render("Caddyfile"))),
        new("Capstan", (place, core) => Child.Start(
            core, place.Environment, Repository.At("capstan"), "up", "-f", Repository.At("bench", "forwarding", "capstan.yaml"), "--state", Path.Combine(place.Folder, "state"))),
    ];

    /// <summary>The backend of all proxies.</summary>
    public static Child StartBackend(ProxyPlace place, int? core) => Child.Start(core, place.None, "nginx", "-p", place.Folder, "-c", place.Render("backend.conf"));
}
