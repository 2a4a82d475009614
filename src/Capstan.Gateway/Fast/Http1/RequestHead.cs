using Capstan.Gateway.Edge;

namespace Capstan.Gateway.Fast.Http1;

/// <summary>
/// The head of a request: what <see cref="RequestParser"/> has read so far, and after that what the request is. One for each client
/// session, used for one request after the other; call <see cref="Reset"/> between them.
/// </summary>
internal sealed class RequestHead
{
    /// <summary>Bytes of the head with the empty line at its end; the body follows.</summary>
    public int Length { get; internal set; }

    /// <summary>The method, when it is a known one.</summary>
    public MethodKind Kind { get; internal set; }

    /// <summary>The method as it was sent.</summary>
    public Slice Method { get; internal set; }

    /// <summary>Minor version of HTTP/1: 0 or 1.</summary>
    public int Minor { get; internal set; }

    /// <summary>How the end of the body is told; never <see cref="BodyKind.UntilClose"/>.</summary>
    public BodyKind Body { get; internal set; }

    /// <summary>Bytes of the body; 0 unless <see cref="Body"/> is <see cref="BodyKind.Length"/>.</summary>
    public long ContentLength { get; internal set; }

    /// <summary>Whether the client lets the connection be used again.</summary>
    public bool KeepAlive { get; internal set; }

    /// <summary>Whether the client waits for 100 (Continue) before it sends its body; HTTP/1.1 with a body only.</summary>
    public bool ExpectsContinue { get; internal set; }

    /// <summary>Whether the client asks for another protocol than HTTP on its connection. Such a request has no body.</summary>
    public bool IsUpgrade { get; internal set; }

    /// <summary>Value of the only Upgrade field of a request with <see cref="IsUpgrade"/>.</summary>
    public Slice Upgrade { get; internal set; }

    /// <summary>Whether the client takes trailers (TE: trailers).</summary>
    public bool TakesTrailers { get; internal set; }

    /// <summary>Whether Connection names more than the usual options.</summary>
    public bool Nominates { get; internal set; }

    /// <summary>Host and port that were asked for: Host, or the authority of an absolute target. Empty when there is none.</summary>
    public Slice Host { get; internal set; }

    /// <summary><see cref="Host"/> without its port, as routes name it.</summary>
    public Slice HostName { get; internal set; }

    /// <summary>The client's request id; empty when there is none. Its word counts only when it is trusted.</summary>
    public Slice GivenId { get; internal set; }

    /// <summary>The last X-Forwarded-For line; empty when there is none. Its word counts only when the client is trusted.</summary>
    public Slice ForwardedFor { get; internal set; }

    /// <summary>The field lines.</summary>
    public FieldTable Fields { get; } = new();

    /// <summary>Answer to a request that was rejected; it closes the connection.</summary>
    public OwnAnswer? Rejection { get; internal set; }

    /// <summary>Whether a body follows.</summary>
    public bool HasBody => Body != BodyKind.None;

    /// <summary>Whether the method is safe to send twice: GET, HEAD, OPTIONS.</summary>
    public bool IsSafe => Kind is MethodKind.Get or MethodKind.Head or MethodKind.Options;

    /// <summary>Path and query to forward: begins with a slash, has no dot segments, scheme or authority.</summary>
    /// <param name="bytes">The bytes that were parsed.</param>
    public ReadOnlySpan<byte> TargetOf(ReadOnlySpan<byte> bytes) => bytes;

    /// <summary>Makes it ready for the next request.</summary>
    public void Reset()
    {
        Fields.Clear();
        Rejection = null;
    }
}
