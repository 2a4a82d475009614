namespace Capstan.Containers.Docker.Wire;

internal sealed record Mount(string Type, string Source, string Target, bool ReadOnly, VolumeOptions? VolumeOptions);
