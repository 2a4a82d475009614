using System.Buffers.Binary;
using System.Text;

namespace Capstan.ZooKeeper.Wire;

/// <summary>Writes the protocol's values (jute: big-endian, lengths before contents) into memory that grows.</summary>
internal sealed class JuteWriter
{
    private const int Usual = 256;
    private byte[] _bytes = new byte[Usual];

    /// <summary>How much was written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written; valid until more is.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public JuteWriter Bool(bool value)
    {
        Take(1)[0] = value ? (byte)1 : (byte)0;
        return this;
    }

    public JuteWriter Int32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), value);
        return this;
    }

    public JuteWriter Int64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(Take(sizeof(long)), value);
        return this;
    }

    public JuteWriter Buffer(ReadOnlySpan<byte> value)
    {
        Int32(value.Length);
        return Raw(value);
    }

    public JuteWriter Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Int32(length);
        Encoding.UTF8.GetBytes(value, Take(length));
        return this;
    }

    public JuteWriter Texts(IReadOnlyCollection<string> values)
    {
        Int32(values.Count);
        foreach (var value in values)
            Text(value);
        return this;
    }

    /// <summary>Bytes as they are.</summary>
    public JuteWriter Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Take(bytes.Length));
        return this;
    }

    /// <summary>Begins a frame; its length is filled in by <see cref="EndFrame"/>.</summary>
    /// <returns>Where it began.</returns>
    public int BeginFrame()
    {
        Int32(0);
        return Length;
    }

    /// <summary>Ends the frame that began there.</summary>
    public void EndFrame(int start) =>
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(start - sizeof(int)), Length - start);

    /// <summary>Forgets what was written.</summary>
    public void Clear()
    {
        // A single large frame must not keep its memory for good.
        if (_bytes.Length > 1024 * 1024)
            _bytes = new byte[Usual];
        Length = 0;
    }

    private Span<byte> Take(int count)
    {
        if (_bytes.Length - Length < count)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }
}
