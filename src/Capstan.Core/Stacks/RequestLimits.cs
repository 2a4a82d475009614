namespace Capstan.Core.Stacks;

/// <summary>Limits and deadlines of the requests to one service.</summary>
public sealed record RequestLimits
{
    /// <summary>Time until the answer's headers, and the longest silence inside a body. Default 60 s; more is answered 504.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Requests in flight over all replicas; 0 means no limit. Default 0; more is answered 503.</summary>
    public int InFlight { get; init; }

    /// <summary>Requests a second from one client address; 0 means no limit. Default 0; more is answered 429.</summary>
    public double Rate { get; init; }

    /// <summary>A request's body in bytes; 0 leaves it to the gateway's limit. Default 0; more is answered 413.</summary>
    public long Body { get; init; }

    /// <summary>How long a request waits while no replica is ready. Default 10 s; then 503.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Requests that may wait at once while no replica is ready. Default 1 000; more is answered 503.</summary>
    public int HoldQueue { get; init; } = 1_000;

    /// <summary>Retries as a share of the last 10 s' requests, 0 to 1. Default 0.2; 0 turns retries off.</summary>
    public double RetryBudget { get; init; } = 0.2;
}
