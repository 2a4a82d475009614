using System.Net;
using System.Text;
using Capstan.Core.Stacks;

namespace Capstan.Gateway.Forwarding;

/// <summary>Makes the connections to one target: a pool of its own for each, so that it can be thrown away with its target.</summary>
internal static class UpstreamClient
{
    /// <summary>Time within which a connection must be made.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Time after which a body is sent although the target said nothing to the client's expectation.</summary>
    public static readonly TimeSpan ContinueTimeout = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Time that a connection stays open unused: shorter than the time after which servers close idle ones, so that a request seldom
    /// meets a closed one.
    /// </summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(15);

    /// <summary>A handler without any behaviour of its own: no redirects, cookies, decompression, proxies or tracing headers.</summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseProxy = false,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionIdleTimeout = IdleTimeout,
        ActivityHeadersPropagator = null,
        EnableMultipleHttp2Connections = true,
        MaxResponseHeadersLength = 64,
        Expect100ContinueTimeout = ContinueTimeout,
        ResponseDrainTimeout = TimeSpan.Zero,

        // Bytes of header values go through as they are, whatever their encoding was.
        RequestHeaderEncodingSelector = EncodingOf,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
    };

    private static Encoding EncodingOf(string name, HttpRequestMessage request)
    {
        // Asked once for each field each time that a request is written; this field is in every one.
        if (name == ForwardedHeaders.For && request is ForwardedRequest forwarded)
            forwarded.MarkWritten();
        return Encoding.Latin1;
    }

    /// <summary>HTTP version spoken to a service's targets.</summary>
    public static Version VersionOf(UpstreamProtocol protocol) =>
        protocol == UpstreamProtocol.H2c ? HttpVersion.Version20 : HttpVersion.Version11;
}
