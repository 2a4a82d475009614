namespace Capstan.Containers.Docker.Wire;

internal sealed record Nothing;
