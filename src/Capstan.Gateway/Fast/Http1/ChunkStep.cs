namespace Capstan.Gateway.Fast.Http1;

/// <summary>What <see cref="ChunkReader"/> found.</summary>
internal enum ChunkStep
{
    /// <summary>Nothing more can be read before more bytes come.</summary>
    NeedMore,

    /// <summary>Bytes of the body.</summary>
    Data,

    /// <summary>One trailer line, name and value, without its end.</summary>
    Trailer,

    /// <summary>The body has ended.</summary>
    End,

    /// <summary>This is no chunked body.</summary>
    Bad,
}
