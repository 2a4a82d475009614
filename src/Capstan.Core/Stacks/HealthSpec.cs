namespace Capstan.Core.Stacks;

/// <summary>Active health check: <c>GET</c> on a connection of its own; only 200 is healthy.</summary>
public sealed record HealthSpec
{
    /// <summary>Default of <see cref="Path"/>.</summary>
    public const string DefaultPath = "/health";

    /// <summary>Path that is asked. Default <c>/health</c>.</summary>
    public string Path { get; init; } = DefaultPath;

    /// <summary>Time between two checks of a replica. Default 1 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time for an answer. Default 500 ms; not above <see cref="Interval"/>.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Failures in a row that make a ready replica unhealthy. 1 or more, default 3.</summary>
    public int Failures { get; init; } = 3;

    /// <summary>Successes in a row that make an unhealthy replica healthy again; a newcomer needs one. 1 or more, default 2.</summary>
    public int Successes { get; init; } = 2;

    /// <summary>Time after its start in which a replica may fail its checks. Default 30 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);
}
