namespace Capstan.Core.Stacks;

/// <summary>One service of a stack.</summary>
public sealed record ServiceSpec
{
    /// <summary>Unique name; lower-case letters, digits and dashes, at most 40 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What a replica is made from; null when the service only lists <see cref="Targets"/>.</summary>
    public ReplicaTemplate? Template { get; init; }

    /// <summary>Targets that run elsewhere: balanced and health-checked, never started or stopped.</summary>
    public IReadOnlyList<HostPort> Targets { get; init; } = [];

    /// <summary>Which requests come here; none means that the service is not reachable through the gateway.</summary>
    public IReadOnlyList<RouteSpec> Routes { get; init; } = [];

    /// <summary>Host ports: slot n takes the n-th. Empty means that Capstan picks a free one for each slot and keeps it.</summary>
    public PortRange? Ports { get; init; }

    /// <summary>Address that ports are published on (docker) or that a replica is told to listen on (process, <c>HOST</c>). Default <c>127.0.0.1</c>.</summary>
    public string Publish { get; init; } = "127.0.0.1";

    /// <summary>Replicas wanted when <see cref="Scale"/> is not set. 0 or more, default 1.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Autoscaling rule; null means a fixed number.</summary>
    public ScaleSpec? Scale { get; init; }

    /// <summary>Health check.</summary>
    public HealthSpec Health { get; init; } = new();

    /// <summary>Protocol spoken to the replicas. Default <see cref="UpstreamProtocol.Http1"/>.</summary>
    public UpstreamProtocol Protocol { get; init; } = UpstreamProtocol.Http1;

    /// <summary>Balancing policy. Default <see cref="BalancePolicy.RoundRobin"/>.</summary>
    public BalancePolicy Balance { get; init; } = BalancePolicy.RoundRobin;

    /// <summary>Time over which a new replica's share grows under policies that weigh load. Default 10 s; strict round robin has none.</summary>
    public TimeSpan SlowStart { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Limits and deadlines of requests to this service.</summary>
    public RequestLimits Limits { get; init; } = new();

    /// <summary>How long a replica that leaves may finish its requests. Default 10 s.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between the polite signal and the kill of a stopping replica. Default 10 s.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Smallest number of replicas that may ever be wanted.</summary>
    public int Minimum => Scale?.Min ?? Replicas;
}
