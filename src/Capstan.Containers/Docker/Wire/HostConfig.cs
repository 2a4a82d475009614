namespace Capstan.Containers.Docker.Wire;

/// <summary>What the host grants the container.</summary>
internal sealed record HostConfig
{
    public required string NetworkMode { get; init; }

    public required Dictionary<string, PortBinding[]> PortBindings { get; init; }

    public required IReadOnlyList<Mount> Mounts { get; init; }

    public required Dictionary<string, string> Tmpfs { get; init; }

    public required bool ReadonlyRootfs { get; init; }

    public required string[] CapDrop { get; init; }

    public required string[] SecurityOpt { get; init; }

    public required long PidsLimit { get; init; }

    public required long Memory { get; init; }

    public required long MemorySwap { get; init; }

    public required long NanoCpus { get; init; }

    public required bool Init { get; init; }

    public required string IpcMode { get; init; }

    public required RestartPolicy RestartPolicy { get; init; }

    public required LogConfig LogConfig { get; init; }
}
