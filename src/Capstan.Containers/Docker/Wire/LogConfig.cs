namespace Capstan.Containers.Docker.Wire;

internal sealed record LogConfig(string Type, Dictionary<string, string> Config);
