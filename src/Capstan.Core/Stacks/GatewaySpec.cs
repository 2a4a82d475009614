namespace Capstan.Core.Stacks;

/// <summary>Settings of the gateway.</summary>
public sealed record GatewaySpec
{
    /// <summary>Where plain HTTP/1.1 and HTTP/2 with prior knowledge are served. Default <c>127.0.0.1:8080</c>.</summary>
    public HostPort Listen { get; init; } = new("127.0.0.1", 8080);

    /// <summary>A TLS listener beside the plain one; none by default.</summary>
    public TlsSpec? Tls { get; init; }

    /// <summary>What serves the plain listener. Default <see cref="GatewayPlane.Fast"/>.</summary>
    public GatewayPlane Plane { get; init; } = GatewayPlane.Fast;

    /// <summary>
    /// Networks in CIDR form whose <c>X-Forwarded-*</c> and <c>Forwarded</c> headers are believed and continued.
    /// Default none: such headers from outside are replaced.
    /// </summary>
    public IReadOnlyList<string> TrustForwarded { get; init; } = [];

    /// <summary>Limits on connections and requests.</summary>
    public GatewayLimits Limits { get; init; } = new();

    /// <summary>The access log; none by default.</summary>
    public AccessLogSpec? AccessLog { get; init; }
}
