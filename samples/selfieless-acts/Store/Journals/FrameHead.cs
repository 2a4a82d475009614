using System.Buffers.Binary;

namespace SelfieLess.Store.Journals;

/// <summary>
/// The beginning of a frame, 32 bytes: magic (8), length of the blobs (8), length of the entries (8), checksum of the entries
/// (4), checksum of the 28 bytes before (4); numbers little-endian. Blobs follow, then entries.
/// </summary>
internal readonly record struct FrameHead(long BlobLength, long EntryLength, uint EntryChecksum)
{
    public const int Size = 32;

    /// <summary>Begins with a byte that occurs neither in UTF-8 nor in base64; the last one is the version of the format.</summary>
    public static ReadOnlySpan<byte> Magic => [0xFF, (byte)'S', (byte)'e', (byte)'l', (byte)'f', (byte)'L', 0xFE, 1];

    public long Length => Size + BlobLength + EntryLength;

    public void Write(Span<byte> target)
    {
        Magic.CopyTo(target);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], BlobLength);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], EntryLength);
        BinaryPrimitives.WriteUInt32LittleEndian(target[24..], EntryChecksum);
        BinaryPrimitives.WriteUInt32LittleEndian(target[28..], Crc32C.Of(target[..28]));
    }

    public static bool TryRead(ReadOnlySpan<byte> source, out FrameHead head)
    {
        head = default;
        if (source.Length < Size || !source.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(source[28..]) != Crc32C.Of(source[..28]))
        {
            return false;
        }

        head = new FrameHead(
            BinaryPrimitives.ReadInt64LittleEndian(source[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[24..]));
        return true;
    }
}
