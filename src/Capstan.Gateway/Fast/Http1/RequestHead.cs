using Capstan.Gateway.Edge;

namespace Capstan.Gateway.Fast.Http1;

/// <summary>
/// The head of a request: what <see cref="RequestParser"/> has read so far, and after that what the request is. Used for one request
/// after the other; call <see cref="Reset"/> between them.
/// </summary>
internal sealed class RequestHead : MessageHead
{
    private const int KeptRoom = 1024;
    private byte[] _resolved = [];
    private int _resolvedLength;

    /// <summary>The method, when it is a known one.</summary>
    public MethodKind Kind { get; internal set; }

    /// <summary>The method as it was sent.</summary>
    public Slice Method { get; internal set; }

    /// <summary>The target as it was sent, whatever its form: for logs.</summary>
    public Slice RawTarget { get; internal set; }

    /// <summary>Whether the client waits for 100 (Continue) before it sends its body; HTTP/1.1 with a body only.</summary>
    public bool ExpectsContinue { get; internal set; }

    /// <summary>Whether the client asks for another protocol than HTTP on its connection. Such a request has no body.</summary>
    public bool IsUpgrade { get; internal set; }

    /// <summary>Value of the only Upgrade field; empty when there is none.</summary>
    public Slice Upgrade { get; internal set; }

    /// <summary>Whether the client takes trailers (<c>TE: trailers</c>).</summary>
    public bool TakesTrailers { get; internal set; }

    /// <summary>Host and port that were asked for: Host, or the authority of an absolute target. Empty when there is none.</summary>
    public Slice Host { get; internal set; }

    /// <summary><see cref="Host"/> without its port, as routes name it.</summary>
    public Slice HostName { get; internal set; }

    /// <summary>The client's request id; empty when there is none or more than one. Counts only when the client is trusted.</summary>
    public Slice GivenId { get; internal set; }

    /// <summary>The last X-Forwarded-For line; empty when there is none. Counts only when the client is trusted.</summary>
    public Slice ForwardedFor { get; internal set; }

    /// <summary>Answer to a request that was rejected; it closes the connection. Null for every other.</summary>
    public OwnAnswer? Rejection { get; internal set; }

    /// <summary>Whether a body follows.</summary>
    public bool HasBody => Body != BodyKind.None;

    /// <summary>Whether the method is safe to send twice: GET, HEAD, OPTIONS.</summary>
    public bool IsSafe => Kind is MethodKind.Get or MethodKind.Head or MethodKind.Options;

    /// <summary>Authority of a target in absolute form; empty for the other forms.</summary>
    internal Slice Authority { get; set; }

    /// <summary>Path and query in the bytes that were parsed, unless they had to be written anew.</summary>
    internal Slice Target { get; set; }

    /// <summary>Path and query to forward: begins with a slash, has no dot segments, scheme or authority; ASCII without controls and spaces.</summary>
    /// <param name="bytes">The bytes that were parsed.</param>
    public ReadOnlySpan<byte> TargetOf(ReadOnlySpan<byte> bytes) =>
        _resolvedLength > 0 ? _resolved.AsSpan(0, _resolvedLength) : Target.Of(bytes);

    /// <summary>Copies the beginnings of method, target and id, which then are slices of the copy. All other slices are void.</summary>
    /// <param name="bytes">The bytes that were parsed.</param>
    /// <param name="most">Bytes of each that are kept.</param>
    public byte[] Excerpt(ReadOnlySpan<byte> bytes, int most)
    {
        int method = Math.Min(most, Method.Length), target = Math.Min(most, RawTarget.Length), id = Math.Min(most, GivenId.Length);
        byte[] copy = [.. Method.Of(bytes)[..method], .. RawTarget.Of(bytes)[..target], .. GivenId.Of(bytes)[..id]];
        Method = new Slice(0, method);
        RawTarget = new Slice(method, target);
        GivenId = new Slice(method + target, id);
        return copy;
    }

    /// <inheritdoc />
    public override void Reset()
    {
        base.Reset();
        _resolvedLength = 0;
        if (_resolved.Length > KeptRoom)
            _resolved = [];
        Kind = MethodKind.Other;
        Method = RawTarget = Upgrade = Host = HostName = GivenId = ForwardedFor = Authority = Target = default;
        ExpectsContinue = IsUpgrade = TakesTrailers = false;
        Rejection = null;
    }

    /// <summary>Room for a target that is written anew. Rare: it may allocate.</summary>
    internal Span<byte> Room(int length)
    {
        if (_resolved.Length < length)
            _resolved = new byte[length];
        return _resolved;
    }

    /// <summary>Says how long the target is that was written into the room.</summary>
    internal void Resolved(int length) => _resolvedLength = length;
}
