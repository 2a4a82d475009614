namespace Capstan.Containers.Docker.Wire;

internal sealed record OwnHostConfig(string NetworkMode);
