namespace Capstan.Containers.Docker.Wire;

/// <summary>Answer of <c>GET /containers/{id}/json</c>.</summary>
internal sealed record ContainerDetails(string Id, DateTimeOffset Created, ContainerState State, ContainerConfig Config);
