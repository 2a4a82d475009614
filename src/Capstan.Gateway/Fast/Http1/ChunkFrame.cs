using System.Buffers.Text;
using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Fast.Http1;

/// <summary>Writes what the chunked coding (RFC 9112 section 7.1) puts around data.</summary>
internal static class ChunkFrame
{
    /// <summary>Most that <see cref="WriteSize"/> writes, in bytes.</summary>
    public const int LongestSize = 10;

    /// <summary>What follows the data of each chunk.</summary>
    public static ReadOnlySpan<byte> End => "\r\n"u8;

    /// <summary>The last chunk and the end of a body without trailers.</summary>
    public static ReadOnlySpan<byte> Last => "0\r\n\r\n"u8;

    /// <summary>The last chunk of a body with trailers: their lines and an empty one follow.</summary>
    public static ReadOnlySpan<byte> LastBeforeTrailers => "0\r\n"u8;

    /// <summary>Writes the line in front of a chunk; returns its length.</summary>
    /// <param name="output">At least <see cref="LongestSize"/> bytes.</param>
    /// <param name="length">Bytes of the chunk; 1 or more.</param>
    public static int WriteSize(Span<byte> output, int length)
    {
        Utf8Formatter.TryFormat(length, output, out var written, 'x');
        "\r\n"u8.CopyTo(output[written..]);
        return written + 2;
    }

    /// <summary>
    /// Writes a trailer of an answer, if it may be passed on: see <see cref="HeaderRules.IsNoTrailer(ReadOnlySpan{byte})"/>.
    /// </summary>
    /// <param name="output">Where to.</param>
    /// <param name="line">What <see cref="ChunkReader"/> gave.</param>
    /// <returns>Its length with its end; 0 when it is left out; -1 when it does not fit.</returns>
    public static int WriteTrailer(Span<byte> output, ReadOnlySpan<byte> line)
    {
        var name = line[..line.IndexOf((byte)':')];
        if (FieldNames.KindOf(name) != FieldKind.Other || HeaderRules.IsNoTrailer(name))
            return 0;
        var writer = new HeadOutput(output);
        writer.Append(line);
        writer.Append(End);
        return writer.Result;
    }
}
