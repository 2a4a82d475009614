using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Capstan.Sqlite;

/// <summary>JSON tokens written to a buffer writer's own memory. Flush at the end.</summary>
internal ref struct JsonOutput(IBufferWriter<byte> writer)
{
    private const int Chunk = 4096;
    private const int LongestNumber = 32;
    private const int LongestEscape = 6;

    private static readonly SearchValues<byte> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    private Span<byte> _free = default;
    private int _used = 0;
    private long _flushed = 0;

    /// <summary>Bytes written so far.</summary>
    public readonly long Written => _flushed + _used;

    /// <summary>Hands over what was written.</summary>
    public void Flush()
    {
        writer.Advance(_used);
        _flushed += _used;
        _used = 0;
        _free = default;
    }

    /// <summary>Writes one byte of punctuation.</summary>
    public void Byte(byte value)
    {
        if (_used == _free.Length) Grow(1);
        _free[_used++] = value;
    }

    /// <summary>Writes bytes as they are.</summary>
    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_used == _free.Length) Grow(1);
            var count = Math.Min(bytes.Length, _free.Length - _used);
            bytes[..count].CopyTo(_free[_used..]);
            _used += count;
            bytes = bytes[count..];
        }
    }

    /// <summary>Writes an integer, exactly.</summary>
    public void Number(long value)
    {
        Reserve(LongestNumber);
        Utf8Formatter.TryFormat(value, _free[_used..], out var count);
        _used += count;
    }

    /// <summary>Writes a real in the shortest form that reads back the same, always with a point or exponent.</summary>
    public void Number(double value)
    {
        if (double.IsInfinity(value))
        {
            Raw(value > 0 ? "9e999"u8 : "-9e999"u8);
            return;
        }
        Reserve(LongestNumber);
        var free = _free[_used..];
        value.TryFormat(free, out var count, provider: CultureInfo.InvariantCulture);
        _used += count;
        if (free[..count].IndexOfAny((byte)'.', (byte)'E') < 0) Raw(".0"u8);
    }

    /// <summary>Writes a text with its quotes.</summary>
    public void Text(scoped ReadOnlySpan<byte> utf8)
    {
        Byte((byte)'"');
        if (Utf8.IsValid(utf8)) Valid(utf8);
        else Repaired(utf8);
        Byte((byte)'"');
    }

    /// <summary>Writes bytes in base64 with quotes.</summary>
    public void Base64(scoped ReadOnlySpan<byte> bytes)
    {
        Byte((byte)'"');
        while (!bytes.IsEmpty)
        {
            Reserve(4);
            // Whole groups of three until the last, so that padding comes at the end only.
            var count = Math.Min(bytes.Length, (_free.Length - _used) / 4 * 3);
            System.Buffers.Text.Base64.EncodeToUtf8(bytes[..count], _free[_used..], out _, out var written);
            _used += written;
            bytes = bytes[count..];
        }
        Byte((byte)'"');
    }

    private void Valid(scoped ReadOnlySpan<byte> utf8)
    {
        int at;
        while ((at = utf8.IndexOfAny(Escaped)) >= 0)
        {
            Raw(utf8[..at]);
            Escape(utf8[at]);
            utf8 = utf8[(at + 1)..];
        }
        Raw(utf8);
    }

    private void Repaired(scoped ReadOnlySpan<byte> utf8)
    {
        Span<byte> encoded = stackalloc byte[4];
        while (!utf8.IsEmpty)
        {
            // Decoding an invalid sequence yields U+FFFD.
            Rune.DecodeFromUtf8(utf8, out var rune, out var consumed);
            Valid(encoded[..rune.EncodeToUtf8(encoded)]);
            utf8 = utf8[consumed..];
        }
    }

    private void Escape(byte value)
    {
        Reserve(LongestEscape);
        var letter = value switch
        {
            (byte)'"' => '"',
            (byte)'\\' => '\\',
            (byte)'\b' => 'b',
            (byte)'\f' => 'f',
            (byte)'\n' => 'n',
            (byte)'\r' => 'r',
            (byte)'\t' => 't',
            _ => 'u',
        };
        _free[_used++] = (byte)'\\';
        _free[_used++] = (byte)letter;
        if (letter != 'u') return;
        Utf8Formatter.TryFormat(value, _free[_used..], out var count, new StandardFormat('x', 4));
        _used += count;
    }

    private void Reserve(int count)
    {
        if (_free.Length - _used < count) Grow(count);
    }

    private void Grow(int count)
    {
        Flush();
        _free = writer.GetSpan(Math.Max(count, Chunk));
    }
}
