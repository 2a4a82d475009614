namespace Capstan.Gateway.Fast.Http1;

/// <summary>How the end of a body is told (RFC 9112 section 6.3).</summary>
internal enum BodyKind : byte
{
    /// <summary>There is no body.</summary>
    None,

    /// <summary>By its length, which is 1 or more.</summary>
    Length,

    /// <summary>By the chunked coding.</summary>
    Chunked,

    /// <summary>By the end of the connection; answers only.</summary>
    UntilClose,
}
