namespace Capstan.Containers.Docker.Wire;

internal sealed record VersionAnswer(string? ApiVersion, string? MinAPIVersion);
