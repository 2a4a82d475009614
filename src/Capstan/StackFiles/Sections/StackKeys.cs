namespace Capstan.StackFiles.Sections;

/// <summary>Every key of a stack file.</summary>
internal static class StackKeys
{
    /// <summary>Keys of a route written as a map.</summary>
    public static readonly KeySection Route = KeySection.Of(("path", null), ("host", null));

    /// <summary>Keys of a TLS listener.</summary>
    public static readonly KeySection Tls = KeySection.Of(("listen", null), ("certificate", null), ("key", null));

    /// <summary>Keys of the gateway's limits.</summary>
    public static readonly KeySection GatewayLimits = KeySection.Of(
        ("connections", null), ("header_bytes", null), ("headers", null), ("request_line", null), ("body", null),
        ("header_timeout", null), ("idle_timeout", null), ("minimum_rate", null));

    /// <summary>Keys of an access log written as a map.</summary>
    public static readonly KeySection AccessLog = KeySection.Of(("path", null), ("format", null), ("sample", null));

    /// <summary>Keys of the gateway.</summary>
    public static readonly KeySection Gateway = KeySection.Of(
        ("listen", null), ("plane", null), ("tls", Tls), ("trust_forwarded", null), ("access_log", AccessLog), ("limits", GatewayLimits));

    /// <summary>Keys of the admin API.</summary>
    public static readonly KeySection Admin = KeySection.Of(("listen", null));

    /// <summary>Keys of telemetry.</summary>
    public static readonly KeySection Telemetry = KeySection.Of(("otlp", null));

    /// <summary>Keys of a scaling rule.</summary>
    public static readonly KeySection Scale = KeySection.Of(
        ("requests", null), ("edge", null), ("window", null), ("min", null), ("max", null), ("exclude", null));

    /// <summary>Keys of a health check.</summary>
    public static readonly KeySection Health = KeySection.Of(
        ("path", null), ("interval", null), ("timeout", null), ("failures", null), ("successes", null), ("grace", null));

    /// <summary>Keys of a service's limits.</summary>
    public static readonly KeySection Limits = KeySection.Of(
        ("timeout", null), ("in_flight", null), ("rate", null), ("body", null), ("hold", null), ("hold_queue", null), ("retry_budget", null));

    /// <summary>Keys of a service.</summary>
    public static readonly KeySection Service = KeySection.Of(
        ("image", null), ("command", null), ("working_dir", null), ("environment", KeySection.Chosen()), ("routes", null),
        ("ports", null), ("publish", null), ("port", null), ("volumes", null), ("user", null), ("read_only", null), ("memory", null),
        ("cpus", null), ("pids", null), ("targets", null), ("protocol", null), ("balance", null), ("slow_start", null),
        ("replicas", null), ("scale", Scale), ("health", Health), ("limits", Limits), ("drain", null), ("stop_grace", null));

    /// <summary>Keys of a database's scaling rule.</summary>
    public static readonly KeySection DatabaseScale = KeySection.Of(("reads", null), ("edge", null), ("window", null), ("min", null), ("max", null));

    /// <summary>Keys of servers written as a map.</summary>
    public static readonly KeySection Servers = KeySection.Of(
        ("url", null), ("password_file", null), ("tls", KeySection.Of(("ca", null), ("server_name", null), ("certificate", null), ("key", null))));

    /// <summary>Keys of a database.</summary>
    public static readonly KeySection Database = KeySection.Of(
        ("listen", null), ("image", null), ("schema", null), ("followers", null), ("scale", DatabaseScale), ("auth", null), ("open", null), ("queues", Servers),
        ("membership", Servers), ("session", null), ("hang", null), ("deadline", null), ("queue_limit", null), ("max_staleness", null),
        ("idempotency", KeySection.Of(("retain", null), ("max", null))), ("snapshot", KeySection.Of(("records", null), ("bytes", null))), ("scrub", null));

    /// <summary>Keys of the file itself.</summary>
    public static readonly KeySection Stack = KeySection.Of(
        ("name", null), ("runtime", null), ("gateway", Gateway), ("admin", Admin), ("telemetry", Telemetry),
        ("services", KeySection.Chosen(Service)), ("databases", KeySection.Chosen(Database)));
}
