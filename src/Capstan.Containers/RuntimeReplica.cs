using Capstan.Core.Replicas;

namespace Capstan.Containers;

/// <summary>A replica as its runtime reports it.</summary>
public sealed record RuntimeReplica
{
    /// <summary>Its identity, from labels (docker) or the journal of started processes.</summary>
    public required ReplicaId Id { get; init; }

    /// <summary>Hash of the template it was started from.</summary>
    public required string SpecHash { get; init; }

    /// <summary>Whether it runs now.</summary>
    public required bool IsRunning { get; init; }

    /// <summary>Host port it answers on; 0 when nobody connects to it.</summary>
    public required int Port { get; init; }

    /// <summary>Address that the port is published on; null where the runtime does not keep it, since no replica outlives its controller.</summary>
    public string? Publish { get; init; }

    /// <summary>Process id on the host; 0 when it does not run.</summary>
    public int Pid { get; init; }

    /// <summary>Full id of its container; null for a process.</summary>
    public string? ContainerId { get; init; }

    /// <summary>Exit code, 128 + signal for a kill; null while it runs or when it is not known.</summary>
    public int? ExitCode { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }
}
