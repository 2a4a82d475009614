namespace Capstan.Containers.Docker.Wire;

internal sealed record ContainerConfig(Dictionary<string, string>? Labels);
