using System.Buffers.Binary;
using Capstan.Database.Embedded.Files;

namespace Capstan.Database.Embedded.Segments;

/// <summary>
/// The bytes of a segment file. Header: magic, first position, CRC-32C, zeros. Entry: CRC-32C of all that follows, length of the payload,
/// position, ordinal in its group, payload. A group is what one write and one fsync carried; the ordinal tells, of an entry behind a
/// bad one, whether the bad one had been fsynced before it.
/// </summary>
internal static class SegmentFormat
{
    public const int HeaderSize = 32;
    public const int EntryHeader = 20;

    /// <summary>Most bytes of one message.</summary>
    public const int MaxPayload = 32 * 1024 * 1024;

    private const int ChecksumAt = 16;

    private static ReadOnlySpan<byte> Magic => "CAPSEG01"u8;

    public static int SizeOf(int payload) => EntryHeader + payload;

    public static byte[] Header(long first)
    {
        var header = new byte[HeaderSize];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8), first);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(ChecksumAt), Crc32C.Of(header.AsSpan(0, ChecksumAt)));
        return header;
    }

    /// <summary>The first position; null when this is no header.</summary>
    public static long? ReadHeader(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderSize || !file.StartsWith(Magic))
            return null;
        return BinaryPrimitives.ReadUInt32LittleEndian(file[ChecksumAt..]) == Crc32C.Of(file[..ChecksumAt])
            ? BinaryPrimitives.ReadInt64LittleEndian(file[8..])
            : null;
    }

    public static void WriteEntry(Span<byte> target, long position, int ordinal, ReadOnlySpan<byte> payload)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], payload.Length);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], position);
        BinaryPrimitives.WriteInt32LittleEndian(target[16..], ordinal);
        payload.CopyTo(target[EntryHeader..]);
        BinaryPrimitives.WriteUInt32LittleEndian(target, Crc32C.Of(target[4..SizeOf(payload.Length)]));
    }

    /// <summary>The head of the entry at the start of some bytes, its payload and checksum checked; null when there is no whole one.</summary>
    public static EntryHead? ReadEntry(ReadOnlySpan<byte> bytes)
    {
        if (PeekHead(bytes) is not { } head || bytes.Length < head.Size)
            return null;
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Crc32C.Of(bytes[4..head.Size]) ? head : null;
    }

    /// <summary>The head without the check of its content; null when it cannot be one.</summary>
    public static EntryHead? PeekHead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < EntryHeader)
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        if (length is < 0 or > MaxPayload)
            return null;
        var ordinal = BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]);
        return new EntryHead(BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]), ordinal, length);
    }
}
