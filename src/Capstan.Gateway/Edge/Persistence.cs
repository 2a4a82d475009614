namespace Capstan.Gateway.Edge;

/// <summary>What an answer says of its HTTP/1 connection (RFC 9112 section 9.3).</summary>
internal enum Persistence : byte
{
    /// <summary>Nothing: it goes on in HTTP/1.1.</summary>
    Usual,

    /// <summary>It is closed after the answer.</summary>
    Close,

    /// <summary>It goes on, which in HTTP/1.0 must be said.</summary>
    KeepAlive,
}
