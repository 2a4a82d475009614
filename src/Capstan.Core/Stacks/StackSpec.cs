namespace Capstan.Core.Stacks;

/// <summary>What one stack file describes: the user's will, never edited after it was read.</summary>
public sealed record StackSpec
{
    /// <summary>Name of the stack; lower-case letters, digits and dashes, at most 40 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute path of the folder that relative paths of the stack file start from.</summary>
    public required string Folder { get; init; }

    /// <summary>What runs the replicas. Default <see cref="RuntimeKind.Process"/>.</summary>
    public RuntimeKind Runtime { get; init; } = RuntimeKind.Process;

    /// <summary>The L7 gateway in front of all services.</summary>
    public GatewaySpec Gateway { get; init; } = new();

    /// <summary>The admin API.</summary>
    public AdminSpec Admin { get; init; } = new();

    /// <summary>Where traces and metrics go besides <c>/metrics</c>.</summary>
    public TelemetrySpec Telemetry { get; init; } = new();

    /// <summary>The services, in the order of the file; names are unique.</summary>
    public IReadOnlyList<ServiceSpec> Services { get; init; } = [];

    /// <summary>The databases, in the order of the file; names are unique, among the services' too.</summary>
    public IReadOnlyList<DatabaseSpec> Databases { get; init; } = [];
}
