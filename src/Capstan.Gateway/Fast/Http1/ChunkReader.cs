namespace Capstan.Gateway.Fast.Http1;

/// <summary>
/// Decodes a chunked body (RFC 9112 section 7.1) piece by piece. Lines end in CRLF only; extensions are dropped; size lines and trailers
/// are bounded.
/// </summary>
internal struct ChunkReader
{
    /// <summary>Longest size line with its extensions and its end, in bytes.</summary>
    public const int LongestSizeLine = 1024;

    /// <summary>A reader at the beginning of a body.</summary>
    /// <param name="trailerBytes">Largest size of all trailer lines together, in bytes; each must fit the caller's buffer whole.</param>
    public ChunkReader(int trailerBytes) => _ = trailerBytes;

    /// <summary>Reads the next piece.</summary>
    /// <param name="bytes">What has come and was not consumed yet.</param>
    /// <param name="consumed">How much of it is done with, after <paramref name="data"/> was used; also with NeedMore.</param>
    /// <param name="data">The piece, for <see cref="ChunkStep.Data"/> and <see cref="ChunkStep.Trailer"/>.</param>
    public ChunkStep Next(ReadOnlySpan<byte> bytes, out int consumed, out Slice data) => throw new NotImplementedException();
}
