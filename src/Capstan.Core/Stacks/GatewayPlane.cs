namespace Capstan.Core.Stacks;

/// <summary>What serves the gateway's plain listener.</summary>
public enum GatewayPlane
{
    /// <summary>
    /// Event loops over the system's sockets for HTTP/1.1; what they do not serve (HTTP/2, services whose replicas speak HTTP/2) goes to the
    /// general plane. Linux only: other systems use <see cref="General"/>.
    /// </summary>
    Fast,

    /// <summary>The general HTTP server for everything, as it always serves TLS.</summary>
    General,
}
