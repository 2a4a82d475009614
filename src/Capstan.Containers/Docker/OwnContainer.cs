using System.Net;
using Capstan.Containers.Docker.Wire;

namespace Capstan.Containers.Docker;

/// <summary>The container in which this very program runs, as the engine that it uses describes it.</summary>
public sealed class OwnContainer
{
    private const string MountTable = "/proc/self/mountinfo";
    private readonly IReadOnlyList<MountPoint> _mounts;

    internal OwnContainer(string image, string imageId, IReadOnlyList<MountPoint> mounts, IReadOnlyList<string> networks, bool isOnHostNetwork)
    {
        (Image, ImageId, _mounts, Networks, IsOnHostNetwork) = (image, imageId, mounts, networks, isOnHostNetwork);
    }

    /// <summary>The image that it runs: its name where that still means the same image, otherwise its id.</summary>
    public string Image { get; }

    /// <summary>Id of that image, which no other build has.</summary>
    public string ImageId { get; }

    /// <summary>
    /// The networks that containers beside it belong on: of those that it is on itself, the internal ones, from which nothing outside can
    /// be reached, or all when none is internal. The engine's default network is left out: names are not resolved on it.
    /// </summary>
    public IReadOnlyList<string> Networks { get; }

    /// <summary>Whether it has the host's own network, where published ports are those of 127.0.0.1.</summary>
    public bool IsOnHostNetwork { get; }

    /// <summary>Looks for it.</summary>
    /// <returns>Null when this program runs in no container of that engine.</returns>
    /// <exception cref="RuntimeUnavailableException">The engine does not answer or refuses.</exception>
    public static async Task<OwnContainer?> FindAsync(DockerEngine engine, CancellationToken cancellationToken) =>
        IdIn(File.ReadLines(MountTable)) is { } id ? await FindAsync(engine, id, cancellationToken) : null;

    /// <summary>Where a path of this program is on the host; null when it lies in no mount, so that no other container can have it.</summary>
    public string? HostPathOf(string path)
    {
        var mount = _mounts.Where(mount => IsBelow(path, mount.Destination)).MaxBy(mount => mount.Destination.Length);
        return mount is not { Source.Length: > 0 } ? null : mount.Source.TrimEnd('/') + path[mount.Destination.TrimEnd('/').Length..] is { Length: > 0 } found ? found : "/";
    }

    internal static async Task<OwnContainer?> FindAsync(DockerEngine engine, string id, CancellationToken cancellationToken)
    {
        var reply = await engine.CallAsync(HttpMethod.Get, $"/containers/{id}/json", DockerEngine.Quick, cancellationToken);
        // A container of another engine: on this one's side it is as good as a host.
        if (reply.Status == HttpStatusCode.NotFound)
            return null;
        if (!reply.IsSuccess)
            throw EngineTrouble.Refused(engine.Socket, "inspect Capstan's own container", reply);
        var own = reply.Read(DockerJson.Default.OwnDetails);
        var isOnHost = own.HostConfig.NetworkMode == "host";
        var networks = isOnHost ? [] : await NetworksAsync(engine, own, cancellationToken);
        return new OwnContainer(await ImageAsync(engine, own, cancellationToken), own.Image, own.Mounts ?? [], networks, isOnHost);
    }

    /// <summary>
    /// The id in the engine's file that is mounted as <c>/etc/hostname</c>: a host has no such mount, and a host name can be set to anything.
    /// </summary>
    internal static string? IdIn(IEnumerable<string> mountInfo)
    {
        foreach (var line in mountInfo)
        {
            // Fields: id, parent, device, root in its file system, mount point, …
            var fields = line.Split(' ');
            if (fields.Length < 5 || fields[4] != "/etc/hostname")
                continue;
            var parts = fields[3].Split('/');
            if (parts is [.., "containers", { Length: 64 } id, "hostname"] && id.All(char.IsAsciiHexDigitLower))
                return id;
        }

        return null;
    }

    private static async Task<IReadOnlyList<string>> NetworksAsync(DockerEngine engine, OwnDetails own, CancellationToken cancellationToken)
    {
        List<string> all = [], closed = [];
        foreach (var name in (own.NetworkSettings.Networks?.Keys ?? Enumerable.Empty<string>()).Where(name => name is not ("bridge" or "none")).Order(StringComparer.Ordinal))
        {
            var reply = await engine.CallAsync(HttpMethod.Get, "/networks/" + Uri.EscapeDataString(name), DockerEngine.Quick, cancellationToken);
            if (!reply.IsSuccess)
                throw EngineTrouble.Refused(engine.Socket, $"inspect the network {name}", reply);
            all.Add(name);
            if (reply.Read(DockerJson.Default.NetworkDetails).Internal)
                closed.Add(name);
        }

        return closed.Count > 0 ? closed : all;
    }

    private static async Task<string> ImageAsync(DockerEngine engine, OwnDetails own, CancellationToken cancellationToken)
    {
        var reply = await engine.CallAsync(HttpMethod.Get, $"/images/{own.Config.Image}/json", DockerEngine.Quick, cancellationToken);
        return reply.IsSuccess && reply.Read(DockerJson.Default.ImageDetails).Id == own.Image ? own.Config.Image : own.Image;
    }

    private static bool IsBelow(string path, string folder) =>
        path == folder || path.StartsWith(folder.TrimEnd('/') + '/', StringComparison.Ordinal);
}
