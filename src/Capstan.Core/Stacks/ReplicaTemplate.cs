namespace Capstan.Core.Stacks;

/// <summary>
/// What a replica is made from. A change of anything here makes a new generation of replicas; <see cref="SpecHash"/> tells
/// whether a running replica still matches.
/// </summary>
public sealed record ReplicaTemplate
{
    /// <summary>Image name with tag or digest; docker runtime only.</summary>
    public string? Image { get; init; }

    /// <summary>Program and arguments; process runtime, or an override of the image's command.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Absolute path of the working folder; process runtime. Default: the stack file's folder.</summary>
    public string? WorkingFolder { get; init; }

    /// <summary>Environment variables, beside those that Capstan sets (<c>PORT</c>, <c>HOST</c>, <c>CAPSTAN_*</c>).</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Port that the program listens on inside its container; docker runtime only. Default 80.</summary>
    public int ContainerPort { get; init; } = 80;

    /// <summary>Volumes and folders mounted into the container; docker runtime only.</summary>
    public IReadOnlyList<VolumeSpec> Volumes { get; init; } = [];

    /// <summary>User and optional group, numeric or named; docker runtime only. Default <c>65534</c> (nobody).</summary>
    public string User { get; init; } = "65534";

    /// <summary>Whether the container's root file system is read-only; docker runtime only. Default true.</summary>
    public bool ReadOnly { get; init; } = true;

    /// <summary>Memory limit in bytes, swap included; 0 means none. Docker runtime only. Default 512 MiB.</summary>
    public long Memory { get; init; } = 512L * 1024 * 1024;

    /// <summary>Processor limit in cores; 0 means none. Docker runtime only. Default 0.</summary>
    public double Cpus { get; init; }

    /// <summary>Limit on processes and threads; docker runtime only. Default 128.</summary>
    public int Pids { get; init; } = 128;
}
