namespace Capstan.Gateway.Fast.Http1;

/// <summary>Writes what the chunked coding (RFC 9112 section 7.1) puts around data.</summary>
internal static class ChunkFrame
{
    /// <summary>Largest size of what <see cref="WriteSize"/> writes, in bytes.</summary>
    public const int LongestSize = 10;

    /// <summary>What follows the data of each chunk.</summary>
    public static ReadOnlySpan<byte> End => "\r\n"u8;

    /// <summary>The last chunk and the end of a body without trailers.</summary>
    public static ReadOnlySpan<byte> Last => "0\r\n\r\n"u8;

    /// <summary>The last chunk; trailer lines and an empty line follow.</summary>
    public static ReadOnlySpan<byte> LastBeforeTrailers => "0\r\n"u8;

    /// <summary>Writes the line in front of a chunk; returns its length.</summary>
    /// <param name="output">At least <see cref="LongestSize"/> bytes.</param>
    /// <param name="length">Bytes of the chunk, 1 or more.</param>
    public static int WriteSize(Span<byte> output, int length) => throw new NotImplementedException();

    /// <summary>Writes a trailer of an answer, if it is one that may be passed on.</summary>
    /// <returns>Its length with its end; 0 when it is left out; -1 when it does not fit.</returns>
    public static int WriteTrailer(Span<byte> output, ReadOnlySpan<byte> line) => throw new NotImplementedException();
}
