using Capstan.Gateway.Fast.Http1;

namespace Capstan.Gateway.Fast.Sessions;

/// <summary>
/// A body on its way from one connection to another: knows where it ends, and frames it anew where the framing is not the same on both
/// sides or could be read in two ways. It is nothing but where it stands: a copy can take a step that may have to be undone.
/// </summary>
internal struct BodyFlow
{
    /// <summary>Room that framing takes beyond the bytes that come in.</summary>
    public const int Overhead = 64;

    private BodyKind _from;
    private BodyKind _to;
    private long _left;
    private ChunkReader _chunks;
    private bool _hasTrailers;
    private bool _passesTrailers;

    /// <summary>Whether all of it was passed on.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Bytes of the body that were passed on so far.</summary>
    public long Passed { get; private set; }

    /// <summary>Whether bytes go through as they are, by <see cref="Take"/> and <see cref="Pass"/>; otherwise by <see cref="Recode"/>.</summary>
    public readonly bool IsRaw => _from != BodyKind.Chunked && _to != BodyKind.Chunked;

    /// <summary>Whether only the end of the connection tells its end.</summary>
    public readonly bool EndsWithConnection => _from == BodyKind.UntilClose;

    /// <summary>Begins a body.</summary>
    /// <param name="from">How its end is told where it comes from.</param>
    /// <param name="length">Its length, where that tells it.</param>
    /// <param name="to">How its end is told where it goes.</param>
    /// <param name="trailerBytes">Largest size of its trailers, in bytes.</param>
    /// <param name="isAnswer">Whether it is an answer's: then sizes may be padded.</param>
    /// <param name="passesTrailers">Whether who it goes to takes trailers.</param>
    public void Begin(BodyKind from, long length, BodyKind to, int trailerBytes, bool isAnswer, bool passesTrailers = false)
    {
        _from = from;
        _to = to;
        _left = from == BodyKind.Length ? length : long.MaxValue;
        _passesTrailers = passesTrailers;
        _hasTrailers = false;
        Passed = 0;
        IsEnded = from == BodyKind.None || _left == 0;
        if (from == BodyKind.Chunked)
            _chunks = new ChunkReader(trailerBytes, padded: isAnswer);
    }

    /// <summary>How many of the bytes at hand belong to it.</summary>
    public readonly int Take(int available) => (int)Math.Min(available, _left);

    /// <summary>Bytes went through as they are.</summary>
    public void Pass(int count)
    {
        Passed += count;
        _left -= count;
        IsEnded = _left == 0;
    }

    /// <summary>Frames what is at hand anew.</summary>
    /// <param name="input">What is at hand.</param>
    /// <param name="output">At least <see cref="Overhead"/> bytes more than the input.</param>
    /// <param name="used">How much of the input is done with.</param>
    /// <param name="written">Where in the output the result is.</param>
    /// <returns>False when this is no body.</returns>
    public bool Recode(ReadOnlySpan<byte> input, Span<byte> output, out int used, out Slice written)
    {
        used = 0;
        var end = ChunkFrame.LongestSize;
        if (_from != BodyKind.Chunked)
        {
            used = Take(input.Length);
            input[..used].CopyTo(output[end..]);
            end += used;
            _left -= used;
            written = Frame(output, end);
            return true;
        }

        while (true)
        {
            var step = _chunks.Next(input[used..], out var consumed, out var data);
            var bytes = data.Of(input[used..]);
            used += consumed;
            switch (step)
            {
                case ChunkStep.Data:
                    bytes.CopyTo(output[end..]);
                    end += bytes.Length;
                    continue;
                case ChunkStep.Trailer:
                    written = Frame(output, end);
                    return AddTrailer(output, bytes, input, ref used, ref written);
                case ChunkStep.End:
                    written = Frame(output, end);
                    AddEnd(output, ref written);
                    return true;
                case ChunkStep.NeedMore:
                    written = Frame(output, end);
                    return true;
                default:
                    written = default;
                    return false;
            }
        }
    }

    /// <summary>The connection that it came on has ended, which ends a body of that kind.</summary>
    /// <param name="output">At least <see cref="Overhead"/> bytes.</param>
    /// <returns>Bytes that go behind it.</returns>
    public int EndWithConnection(Span<byte> output)
    {
        var written = default(Slice);
        AddEnd(output, ref written);
        return written.Length;
    }

    /// <summary>Puts a chunk's frame around the data that was gathered.</summary>
    private Slice Frame(Span<byte> output, int end)
    {
        var length = end - ChunkFrame.LongestSize;
        Passed += length;
        if (length == 0 || _to != BodyKind.Chunked)
            return new Slice(ChunkFrame.LongestSize, length);
        Span<byte> size = stackalloc byte[ChunkFrame.LongestSize];
        var digits = ChunkFrame.WriteSize(size, length);
        var start = ChunkFrame.LongestSize - digits;
        size[..digits].CopyTo(output[start..]);
        ChunkFrame.End.CopyTo(output[end..]);
        return new Slice(start, end + ChunkFrame.End.Length - start);
    }

    private bool AddTrailer(Span<byte> output, ReadOnlySpan<byte> line, ReadOnlySpan<byte> input, ref int used, ref Slice written)
    {
        while (true)
        {
            if (_passesTrailers && _to == BodyKind.Chunked)
            {
                if (!_hasTrailers)
                    Append(output, ref written, ChunkFrame.LastBeforeTrailers);
                _hasTrailers = true;
                var length = ChunkFrame.WriteTrailer(output[(written.Start + written.Length)..], line);
                if (length < 0)
                    return false;
                written = written with { Length = written.Length + length };
            }

            var step = _chunks.Next(input[used..], out var consumed, out var data);
            line = data.Of(input[used..]);
            used += consumed;
            if (step == ChunkStep.End)
                AddEnd(output, ref written);
            if (step != ChunkStep.Trailer)
                return step != ChunkStep.Bad;
        }
    }

    private void AddEnd(Span<byte> output, ref Slice written)
    {
        IsEnded = true;
        if (_to == BodyKind.Chunked)
            Append(output, ref written, _hasTrailers ? ChunkFrame.End : ChunkFrame.Last);
    }

    private static void Append(Span<byte> output, ref Slice written, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(output[(written.Start + written.Length)..]);
        written = written with { Length = written.Length + bytes.Length };
    }
}
