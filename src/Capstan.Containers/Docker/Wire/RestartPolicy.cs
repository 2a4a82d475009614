namespace Capstan.Containers.Docker.Wire;

internal sealed record RestartPolicy(string Name);
