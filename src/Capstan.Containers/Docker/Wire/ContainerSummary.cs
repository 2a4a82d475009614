namespace Capstan.Containers.Docker.Wire;

/// <summary>One element of <c>GET /containers/json</c>.</summary>
internal sealed record ContainerSummary(string Id, Dictionary<string, string>? Labels);
