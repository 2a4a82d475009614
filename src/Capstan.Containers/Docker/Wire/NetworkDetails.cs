namespace Capstan.Containers.Docker.Wire;

/// <summary>Answer of <c>GET /networks/{name}</c>.</summary>
internal sealed record NetworkDetails(bool Internal);
