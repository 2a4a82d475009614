namespace Capstan.Containers.Docker.Wire;

internal sealed record ContainerState(string Status, bool Running, bool Paused, int Pid, int ExitCode, DateTimeOffset StartedAt);
