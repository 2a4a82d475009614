using System.Buffers.Binary;
using System.Text;

namespace Capstan.Database.Log;

/// <summary>Reads what <see cref="RecordWriter"/> wrote. Never reads beyond its bytes.</summary>
/// <param name="bytes">The bytes; byte fields that are read share their memory.</param>
public sealed class RecordReader(ReadOnlyMemory<byte> bytes)
{
    private int _at;

    /// <summary>Whether everything was read.</summary>
    public bool IsAtEnd => _at == bytes.Length;

    /// <summary>One byte.</summary>
    /// <exception cref="InvalidDataException">There is none; so for every other member.</exception>
    public byte Byte() => Take(1).Span[0];

    /// <summary>Four bytes.</summary>
    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4).Span);

    /// <summary>Eight bytes.</summary>
    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8).Span);

    /// <summary>32 bytes.</summary>
    public Digest Digest() => new(Take(Log.Digest.Size).Span);

    /// <summary>A length and the bytes.</summary>
    public ReadOnlyMemory<byte> Bytes() => Take(Int32());

    /// <summary>A length in bytes and the UTF-8 form.</summary>
    public string Text() => Encoding.UTF8.GetString(Bytes().Span);

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (count < 0 || count > bytes.Length - _at)
            throw new InvalidDataException($"The data end early: {count} bytes are wanted at {_at} of {bytes.Length}.");
        var taken = bytes.Slice(_at, count);
        _at += count;
        return taken;
    }
}
