using Capstan.Bench.Programs;

namespace Capstan.Bench.Forwarding;

/// <summary>A proxy as the bench knows it: how to start it between a listening port and the backend's.</summary>
/// <param name="Name">Name in tables.</param>
/// <param name="Start">Starts it.</param>
internal sealed record ProxySystem(string Name, Func<ProxyPlace, Child> Start)
{
    /// <summary>The names of the systems that others are held against.</summary>
    public static IReadOnlyList<string> References { get; } = ["nginx", "HAProxy"];

    /// <summary>All of them, Capstan last.</summary>
    public static IReadOnlyList<ProxySystem> All { get; } =
    [
        new("nginx", place => Child.Start(place.Cores, ProxyPlace.None, "nginx", "-p", place.Folder, "-c", place.Render("nginx.conf"))),
        new("HAProxy", place => Child.Start(place.Cores, ProxyPlace.None, "haproxy", "-db", "-q", "-f", place.Render("haproxy.cfg"))),
        new("Caddy", place => Child.Start(place.Cores, ProxyPlace.None, "caddy", "run", "--adapter", "caddyfile", "--config", place.Render("Caddyfile"))),
        new("Capstan, general plane", place => StartCapstan(place, "general", "capstan.yaml", [])),
        new("Capstan", place => StartCapstan(place, "fast", "capstan.yaml", [])),
    ];

    /// <summary>The backend of all proxies.</summary>
    public static Child StartBackend(ProxyPlace place)
    {
        var files = Directory.CreateDirectory(Path.Combine(place.Folder, "files")).FullName;
        foreach (var (name, size) in new[] { ("16k", 16 * 1024), ("1m", 1024 * 1024) })
            File.WriteAllText(Path.Combine(files, name), new string('x', size));
        return Child.Start(place.Cores, ProxyPlace.None, "nginx", "-p", place.Folder, "-c", place.Render("backend.conf"));
    }

    /// <summary>Capstan as any user starts it.</summary>
    /// <param name="place">Where it runs.</param>
    /// <param name="plane">What serves its plain listener.</param>
    /// <param name="file">Its stack file in <c>bench/forwarding</c>.</param>
    /// <param name="settings">Values that take the place of the stack file's, as <c>path=value</c>.</param>
    public static Child StartCapstan(ProxyPlace place, string plane, string file, IEnumerable<string> settings) => Child.Start(
        place.Cores, place.Environment(plane), Repository.At("capstan"),
        ["up", "-f", Repository.At("bench", "forwarding", file), "--state", Path.Combine(place.Folder, "state"), .. settings.SelectMany(set => new[] { "--set", set })]);
}
