namespace Capstan.Containers.Docker.Wire;

internal sealed record EventActor(string? ID, Dictionary<string, string>? Attributes);
