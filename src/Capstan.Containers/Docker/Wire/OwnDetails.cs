namespace Capstan.Containers.Docker.Wire;

/// <summary>Answer of <c>GET /containers/{id}/json</c>, what a container wants to know of itself.</summary>
internal sealed record OwnDetails(
    string Image, OwnConfig Config, OwnHostConfig HostConfig, OwnNetworks NetworkSettings, IReadOnlyList<MountPoint>? Mounts);
