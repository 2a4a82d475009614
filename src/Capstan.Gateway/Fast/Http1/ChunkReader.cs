namespace Capstan.Gateway.Fast.Http1;

/// <summary>
/// Decodes a chunked body (RFC 9112 section 7.1) piece by piece. Lines end in CRLF only, extensions are dropped, size lines and
/// trailers are bounded, each and together. Lines are judged when they are whole, so that it does not matter in which pieces a body came.
/// </summary>
/// <param name="trailerBytes">Largest size of all trailer lines together, in bytes.</param>
/// <param name="padded">Whether blanks may follow a size: some servers write sizes of one width. Never from clients.</param>
internal struct ChunkReader(int trailerBytes, bool padded)
{
    /// <summary>Longest size line with its extensions and its end, in bytes; the caller's buffer must hold that much.</summary>
    public const int LongestSizeLine = 1024;

    /// <summary>Bytes that size lines may take, all together, beyond what usual ones and the data take.</summary>
    public const int MostWaste = 16 * 1024;

    private const int UsualSizeLine = 16;
    private long _left;
    private long _waste;
    private int _trailersLeft = trailerBytes;
    private Part _part;

    private enum Part : byte
    {
        Size,
        Data,
        DataEnd,
        Trailers,
        Ended,
        Bad,
    }

    /// <summary>Reads the next piece.</summary>
    /// <param name="bytes">What has come and was not consumed yet.</param>
    /// <param name="consumed">How much of it is done with after <paramref name="data"/> was used; also when more is needed.</param>
    /// <param name="data">The piece, of <see cref="ChunkStep.Data"/> and of <see cref="ChunkStep.Trailer"/>.</param>
    public ChunkStep Next(ReadOnlySpan<byte> bytes, out int consumed, out Slice data)
    {
        consumed = 0;
        data = default;
        while (true)
        {
            var step = _part switch
            {
                Part.Size => ReadSize(bytes, ref consumed),
                Part.Data => ReadData(bytes, ref consumed, out data),
                Part.DataEnd => ReadDataEnd(bytes, ref consumed),
                Part.Trailers => ReadTrailer(bytes, ref consumed, out data),
                Part.Ended => ChunkStep.End,
                _ => ChunkStep.Bad,
            };
            if (step is not { } found)
                continue;
            if (found == ChunkStep.Bad)
                _part = Part.Bad;
            return found;
        }
    }

    private ChunkStep? ReadSize(ReadOnlySpan<byte> bytes, ref int consumed)
    {
        var rest = bytes[consumed..];
        var lf = rest[..Math.Min(rest.Length, LongestSizeLine)].IndexOf((byte)'\n');
        if (lf < 0)
            return rest.Length < LongestSizeLine ? ChunkStep.NeedMore : ChunkStep.Bad;
        if (lf == 0 || rest[lf - 1] != '\r' || !TryReadSize(rest[..(lf - 1)], out _left))
            return ChunkStep.Bad;
        _waste = Math.Max(0, _waste + lf + 1 - UsualSizeLine - _left);
        if (_waste > MostWaste)
            return ChunkStep.Bad;
        consumed += lf + 1;
        _part = _left == 0 ? Part.Trailers : Part.Data;
        return null;
    }

    private readonly bool TryReadSize(ReadOnlySpan<byte> line, out long size)
    {
        size = 0;
        var digits = 0;
        while (digits < line.Length && char.IsAsciiHexDigit((char)line[digits]))
        {
            if (size > long.MaxValue >> 4)
                return false;
            size = (size << 4) | (uint)Digit(line[digits++]);
        }

        var rest = line[digits..];
        if (padded)
            rest = rest.TrimStart(" \t"u8);
        return digits > 0 && (rest.IsEmpty || (rest[0] == ';' && !rest.ContainsAny(HeadLines.Controls)));
    }

    private static int Digit(byte hex) => hex <= '9' ? hex - '0' : (hex | 0x20) - 'a' + 10;

    private ChunkStep? ReadData(ReadOnlySpan<byte> bytes, ref int consumed, out Slice data)
    {
        var length = (int)Math.Min(_left, bytes.Length - consumed);
        data = new Slice(consumed, length);
        if (length == 0)
            return ChunkStep.NeedMore;
        consumed += length;
        _left -= length;
        if (_left == 0)
            _part = Part.DataEnd;
        return ChunkStep.Data;
    }

    private ChunkStep? ReadDataEnd(ReadOnlySpan<byte> bytes, ref int consumed)
    {
        var rest = bytes[consumed..];
        if (!"\r\n"u8.StartsWith(rest[..Math.Min(2, rest.Length)]))
            return ChunkStep.Bad;
        if (rest.Length < 2)
            return ChunkStep.NeedMore;
        consumed += 2;
        _part = Part.Size;
        return null;
    }

    private ChunkStep? ReadTrailer(ReadOnlySpan<byte> bytes, ref int consumed, out Slice data)
    {
        data = default;
        var rest = bytes[consumed..];
        var lf = rest[..Math.Min(rest.Length, _trailersLeft)].IndexOf((byte)'\n');
        if (lf < 0)
            return rest.Length < _trailersLeft ? ChunkStep.NeedMore : ChunkStep.Bad;
        _trailersLeft -= lf + 1;
        if (lf == 0 || rest[lf - 1] != '\r')
            return ChunkStep.Bad;
        data = new Slice(consumed, lf - 1);
        consumed += lf + 1;
        if (data.IsEmpty)
            _part = Part.Ended;
        else if (!IsField(data.Of(bytes)))
            return ChunkStep.Bad;
        return data.IsEmpty ? ChunkStep.End : ChunkStep.Trailer;
    }

    private static bool IsField(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOfAnyExcept(HeadLines.TokenBytes);
        return colon > 0 && line[colon] == ':' && !line.ContainsAny(HeadLines.Controls);
    }
}
