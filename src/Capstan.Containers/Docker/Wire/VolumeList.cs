namespace Capstan.Containers.Docker.Wire;

/// <summary>Answer of <c>GET /volumes</c>.</summary>
internal sealed record VolumeList(IReadOnlyList<VolumeSummary>? Volumes);
