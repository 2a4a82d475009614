namespace Capstan.Containers.Processes.Logs;

/// <summary>Cuts a stream of bytes into lines; a line longer than the limit becomes several, all but the last marked as cut.</summary>
internal sealed class LineCutter(int longest)
{
    private byte[] _pending = [];
    private int _length;

    /// <summary>Takes more bytes and hands out every line that is complete.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, LineSink sink)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var part = end < 0 ? bytes : bytes[..end];
            if (_length == 0 && end >= 0 && part.Length <= longest)
            {
                sink(part, false);
            }
            else
            {
                Append(part, sink);
                if (end >= 0)
                    Finish(sink, evenEmpty: true);
            }
            bytes = end < 0 ? [] : bytes[(end + 1)..];
        }
    }

    /// <summary>Hands out what came after the last line end, if anything.</summary>
    public void Finish(LineSink sink) => Finish(sink, evenEmpty: false);

    private void Finish(LineSink sink, bool evenEmpty)
    {
        if (_length > 0 || evenEmpty)
            sink(_pending.AsSpan(0, _length), false);
        _pending = [];
        _length = 0;
    }

    private void Append(ReadOnlySpan<byte> part, LineSink sink)
    {
        while (_length + part.Length > longest)
        {
            var taken = longest - _length;
            Keep(part[..taken]);
            part = part[taken..];
            // A character of UTF-8 is not torn: its first bytes go over to the next piece.
            var whole = WholeCharacters(_pending.AsSpan(0, _length));
            sink(_pending.AsSpan(0, whole), true);
            _pending.AsSpan(whole, _length - whole).CopyTo(_pending);
            _length -= whole;
        }
        Keep(part);
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        if (_pending.Length < _length + part.Length)
            Array.Resize(ref _pending, Math.Min(longest, Math.Max(256, 2 * (_length + part.Length))));
        part.CopyTo(_pending.AsSpan(_length));
        _length += part.Length;
    }

    private static int WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= 3 && back < bytes.Length; back++)
        {
            var value = bytes[^back];
            if ((value & 0xc0) == 0x80)
                continue;
            var length = value >= 0xf0 ? 4 : value >= 0xe0 ? 3 : value >= 0xc0 ? 2 : 1;
            return length > back ? bytes.Length - back : bytes.Length;
        }
        return bytes.Length;
    }
}
