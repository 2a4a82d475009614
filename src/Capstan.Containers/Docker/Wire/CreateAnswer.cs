namespace Capstan.Containers.Docker.Wire;

internal sealed record CreateAnswer(string Id);
