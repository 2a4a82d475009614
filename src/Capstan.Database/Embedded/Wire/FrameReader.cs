using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;

namespace Capstan.Database.Embedded.Wire;

/// <summary>The receiving side of a connection: frames out of one pooled buffer.</summary>
internal sealed class FrameReader(Socket socket) : IDisposable
{
    /// <summary>Most bytes of a frame.</summary>
    public const int MaxFrame = 64 * 1024 * 1024;

    private const int Usual = 64 * 1024;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Usual);
    private int _start;
    private int _end;

    /// <summary>Waits for more bytes. False: the other side has closed.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var read = await socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, cancellationToken);
        _end += read;
        return read > 0;
    }

    /// <summary>The next whole frame. Its memory is valid until the next <see cref="FillAsync"/>.</summary>
    /// <exception cref="InvalidDataException">This is not one of our frames.</exception>
    public bool TryRead(out FrameKind kind, out ReadOnlyMemory<byte> content)
    {
        (kind, content) = (default, default);
        if (_end - _start < sizeof(int) || _end - _start - sizeof(int) < Length())
            return false;
        var frame = _buffer.AsMemory(_start + sizeof(int), Length());
        _start += sizeof(int) + frame.Length;
        (kind, content) = ((FrameKind)frame.Span[0], frame[1..]);
        return true;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private int Length()
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(_start));
        return length is > 0 and <= MaxFrame ? length : throw new InvalidDataException($"A frame of {length} bytes is not one of ours.");
    }

    private void MakeRoom()
    {
        var held = _end - _start;
        var wanted = held >= sizeof(int) ? Math.Max(Usual, Length() + sizeof(int)) : Usual;
        if (_buffer.Length - _start < wanted || held == 0)
        {
            var target = _buffer;
            if (_buffer.Length < wanted || (held < Usual && _buffer.Length > 2 * Usual && wanted == Usual))
                target = ArrayPool<byte>.Shared.Rent(wanted);
            _buffer.AsSpan(_start, held).CopyTo(target);
            if (target != _buffer)
                ArrayPool<byte>.Shared.Return(_buffer);
            (_buffer, _start, _end) = (target, 0, held);
        }
    }
}
