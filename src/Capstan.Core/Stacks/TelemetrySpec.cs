namespace Capstan.Core.Stacks;

/// <summary>Where traces and metrics go besides the admin API's <c>/metrics</c>.</summary>
public sealed record TelemetrySpec
{
    /// <summary>OTLP endpoint (gRPC or HTTP), for example <c>http://127.0.0.1:4317</c>; null (the default) sends nothing.</summary>
    public Uri? Otlp { get; init; }
}
