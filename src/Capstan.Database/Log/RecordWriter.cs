using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Capstan.Database.Log;

/// <summary>Writes the plain binary forms of log and queues: little-endian numbers, length-prefixed bytes. Grows as it must.</summary>
public sealed class RecordWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    /// <summary>Forgets what was written, keeps the memory.</summary>
    public void Clear() => _buffer.ResetWrittenCount();

    /// <summary>One byte.</summary>
    public RecordWriter Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
        return this;
    }

    /// <summary>Four bytes.</summary>
    public RecordWriter Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
        return this;
    }

    /// <summary>Eight bytes.</summary>
    public RecordWriter Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
        return this;
    }

    /// <summary>32 bytes.</summary>
    public RecordWriter Digest(Digest value)
    {
        value.CopyTo(_buffer.GetSpan(Log.Digest.Size));
        _buffer.Advance(Log.Digest.Size);
        return this;
    }

    /// <summary>A length and the bytes.</summary>
    public RecordWriter Bytes(ReadOnlySpan<byte> value)
    {
        Int32(value.Length);
        _buffer.Write(value);
        return this;
    }

    /// <summary>The bytes alone.</summary>
    public RecordWriter Raw(ReadOnlySpan<byte> value)
    {
        _buffer.Write(value);
        return this;
    }

    /// <summary>A length in bytes and the UTF-8 form.</summary>
    public RecordWriter Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Int32(length);
        Encoding.UTF8.GetBytes(value, _buffer.GetSpan(length));
        _buffer.Advance(length);
        return this;
    }
}
