namespace Capstan.Containers.Docker.Wire;

/// <summary>The image's name as it was given, which may mean another image by now.</summary>
internal sealed record OwnConfig(string Image);
