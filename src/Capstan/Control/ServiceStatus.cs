namespace Capstan.Control;

/// <summary>A service at one moment.</summary>
public sealed record ServiceStatus
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Replicas wanted now.</summary>
    public required int Wanted { get; init; }

    /// <summary>Paths (with the host before them where one is set) that lead here.</summary>
    public required IReadOnlyList<string> Routes { get; init; }

    /// <summary>Requests since the gateway started.</summary>
    public required long Requests { get; init; }

    /// <summary>Requests a second, over the last few seconds.</summary>
    public required double RequestsPerSecond { get; init; }

    /// <summary>Answers of class 5xx since the gateway started.</summary>
    public required long Errors { get; init; }

    /// <summary>Requests in flight.</summary>
    public required int InFlight { get; init; }

    /// <summary>Requests held because nothing is ready.</summary>
    public required int Held { get; init; }

    /// <summary>The scaling window; null for a service of fixed size or before its first request.</summary>
    public WindowStatus? Window { get; init; }

    /// <summary>The running update; null when there is none.</summary>
    public string? Update { get; init; }

    /// <summary>Its replicas, by slot; those that are gone are left out, except a failed one that waits for its successor.</summary>
    public required IReadOnlyList<ReplicaStatus> Replicas { get; init; }

    /// <summary>Its targets that run elsewhere.</summary>
    public required IReadOnlyList<TargetStatus> Targets { get; init; }
}
