namespace Capstan.Bench.Forwarding;

/// <summary>Capstan with one thing changed.</summary>
/// <param name="Name">Name in the table.</param>
/// <param name="Against">Name of the variant that it is held against; null for one that others are held against.</param>
/// <param name="File">Its stack file in <c>bench/forwarding</c>.</param>
/// <param name="Settings">Values that take the place of the file's, as <c>path=value</c>.</param>
internal sealed record FeatureVariant(string Name, string? Against, string File, params string[] Settings)
{
    private const string Plain = "capstan.yaml";
    private const string Counted = "counted.yaml";
    private const string Usual = "as it is: metering, retry budget, health checks every second";
    private const string Uncounted = "a replica of its own in place of a target";

    /// <summary>Whether the stack starts the backend itself.</summary>
    public bool HasReplica => File == Counted;

    /// <summary>All of them.</summary>
    /// <param name="logs">Folder for access logs.</param>
    public static IReadOnlyList<FeatureVariant> All(string logs) =>
    [
        new(Usual, null, Plain),
        new("the same once more", Usual, Plain),
        new("health checks every hour", Usual, Plain, "services.plain.health.interval=1h"),
        new("health checks ten times a second", Usual, Plain, "services.plain.health.interval=100ms", "services.plain.health.timeout=100ms"),
        new("a limit of requests a second for each client", Usual, Plain, "services.plain.limits.rate=1000000"),
        new("access log of all requests, JSON", Usual, Plain, $"gateway.access_log={logs}/json.log"),
        new("access log of all requests, common format", Usual, Plain, $"gateway.access_log.path={logs}/common.log", "gateway.access_log.format=common"),
        new("access log of one request in a hundred", Usual, Plain, $"gateway.access_log.path={logs}/sample.log", "gateway.access_log.sample=0.01"),
        new(Uncounted, null, Counted),
        new("its requests counted in windows for scaling", Uncounted, Counted, "services.plain.scale.requests=1000000000", "services.plain.scale.max=1"),
    ];
}
