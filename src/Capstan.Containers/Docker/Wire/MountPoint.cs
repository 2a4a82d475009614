namespace Capstan.Containers.Docker.Wire;

/// <summary>A mount of a container, as its inspection tells. <paramref name="Source"/> is a path on the host, of volumes too.</summary>
internal sealed record MountPoint(string Source, string Destination);
