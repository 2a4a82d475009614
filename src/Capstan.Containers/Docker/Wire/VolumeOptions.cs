namespace Capstan.Containers.Docker.Wire;

internal sealed record VolumeOptions(Dictionary<string, string> Labels);
