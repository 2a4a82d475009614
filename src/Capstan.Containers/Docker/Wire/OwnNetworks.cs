namespace Capstan.Containers.Docker.Wire;

internal sealed record OwnNetworks(Dictionary<string, Nothing>? Networks);
