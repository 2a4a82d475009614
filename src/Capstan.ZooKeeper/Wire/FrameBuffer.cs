using System.Buffers.Binary;

namespace Capstan.ZooKeeper.Wire;

/// <summary>Cuts what a server sends into frames. Holds no more than one frame and what came with it.</summary>
/// <param name="longest">Most bytes of a frame.</param>
internal sealed class FrameBuffer(int longest)
{
    private const int Usual = 16 * 1024;
    private byte[] _bytes = new byte[Usual];
    private int _start;
    private int _end;

    /// <summary>Where the next bytes go; never empty. Frames taken before are gone.</summary>
    public Memory<byte> Room()
    {
        var held = _end - _start;
        var wanted = Math.Max(Usual, held >= sizeof(int) ? sizeof(int) + FrameLength() : Usual);
        var target = _bytes.Length == wanted || (_bytes.Length > wanted && held > 0) ? _bytes : new byte[wanted];
        if (target != _bytes || _start > 0)
            _bytes.AsSpan(_start, held).CopyTo(target);
        (_bytes, _start, _end) = (target, 0, held);
        return _bytes.AsMemory(_end);
    }

    /// <summary>Says how many came.</summary>
    public void Added(int count) => _end += count;

    /// <summary>The next whole frame; valid until <see cref="Room"/>.</summary>
    /// <exception cref="InvalidDataException">What came is no frame, or one longer than allowed.</exception>
    public bool TryTake(out ReadOnlySpan<byte> frame)
    {
        frame = default;
        if (_end - _start < sizeof(int) || _end - _start - sizeof(int) < FrameLength())
            return false;
        frame = _bytes.AsSpan(_start + sizeof(int), FrameLength());
        _start += sizeof(int) + frame.Length;
        return true;
    }

    private int FrameLength()
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(_start));
        if (length < 0)
            throw new InvalidDataException($"The server sent a frame of {length} bytes: this is not ZooKeeper's protocol.");
        return length <= longest
            ? length
            : throw new InvalidDataException(
                $"The server sent a frame of {length} bytes, and {longest} is the most: the answer is too long, or this is not ZooKeeper's protocol.");
    }
}
