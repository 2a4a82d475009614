namespace Capstan.Containers.Docker.Wire;

internal sealed record VolumeSummary(string Name, Dictionary<string, string>? Labels);
