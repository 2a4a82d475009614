namespace Capstan.Core.Stacks;

/// <summary>One mount of a container.</summary>
/// <param name="Source">Name of a volume, or absolute path of a folder below the stack file's folder.</param>
/// <param name="Target">Absolute path inside the container.</param>
/// <param name="IsFolder">Whether <paramref name="Source"/> is a host folder.</param>
/// <param name="ReadOnly">Whether the container may only read it.</param>
public sealed record VolumeSpec(string Source, string Target, bool IsFolder, bool ReadOnly);
