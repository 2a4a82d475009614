namespace Capstan.Containers.Docker;

/// <summary>What it means for the stack's containers where Capstan itself runs: on the engine's host, or in a container.</summary>
/// <param name="stack">The stack.</param>
/// <param name="own">Its own container; null on a host.</param>
internal sealed class Surroundings(DockerStack stack, OwnContainer? own)
{
    /// <summary>
    /// The networks of a replica, the first one to begin with. Services have the stack's; programs of Capstan itself, which look for the
    /// same servers by the same names, have those that Capstan is on.
    /// </summary>
    public IReadOnlyList<string> NetworksOf(ReplicaLaunch launch) =>
        launch.Data is not null && own is { Networks.Count: > 0 } ? own.Networks : [ContainerTemplate.NetworkOf(stack)];

    /// <summary>Where a path of this machine is for the engine.</summary>
    /// <exception cref="InvalidOperationException">It is nowhere; <see cref="Fault"/> tells before.</exception>
    public string HostPathOf(string path) =>
        own is null ? path : own.HostPathOf(path) ?? throw new InvalidOperationException($"{path} is in no mount.");

    /// <summary>One sentence about the first folder that a replica cannot be given; null when there is none.</summary>
    public string? Fault(ReplicaLaunch launch)
    {
        if (MountRule.Fault(stack, launch.Template) is { } fault)
            return fault;
        var shared = launch.Data?.Shared ?? [];
        if (shared.FirstOrDefault(folder => !Directory.Exists(folder)) is { } missing)
            return $"there is no folder {missing} to share: see whether somebody removed it, and start the stack again";
        var folders = launch.Template.Volumes.Where(volume => volume.IsFolder).Select(volume => volume.Source).Concat(shared);
        return own is not null && folders.FirstOrDefault(folder => own.HostPathOf(folder) is null) is { } hidden
            ? $"{hidden} is in Capstan's own container alone: mount a volume or a folder of the host there, so that other containers can have it"
            : null;
    }
}
