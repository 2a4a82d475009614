using Capstan.Core.Scaling;

namespace Capstan.Gateway;

/// <summary>A service's traffic at one moment. Totals count since the gateway started.</summary>
public sealed record ServiceReading
{
    /// <summary>Requests that arrived, excluded paths included.</summary>
    public required long Requests { get; init; }

    /// <summary>Answers of class 5xx that clients got, ours included.</summary>
    public required long Errors { get; init; }

    /// <summary>Requests sent a second time.</summary>
    public required long Retries { get; init; }

    /// <summary>Requests that the gateway refused or gave up itself (429, 502, 503, 504, 413).</summary>
    public required long Refused { get; init; }

    /// <summary>Requests now in flight.</summary>
    public required int InFlight { get; init; }

    /// <summary>Requests now held because no target is ready.</summary>
    public required int Held { get; init; }

    /// <summary>Sum of the times from a request's arrival to the end of its answer, in seconds, and how they spread.</summary>
    public required LatencyReading Latency { get; init; }

    /// <summary>Counter of the scaling windows; null for a service without a scaling rule.</summary>
    public required WindowCounter? Window { get; init; }

    /// <summary>Every target.</summary>
    public required IReadOnlyList<TargetReading> Targets { get; init; }
}
