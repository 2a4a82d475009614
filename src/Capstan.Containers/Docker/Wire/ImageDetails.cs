namespace Capstan.Containers.Docker.Wire;

/// <summary>Answer of <c>GET /images/{name}/json</c>.</summary>
internal sealed record ImageDetails(string Id);
