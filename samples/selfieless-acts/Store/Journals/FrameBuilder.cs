using System.Buffers;
using System.Buffers.Binary;

namespace SelfieLess.Store.Journals;

/// <summary>
/// Collects the entries of one frame: what is written, synced and, after a crash, kept or cut as a whole. An entry is its
/// length (4), the length (8) and checksum (4) of its blob, and its fields.
/// </summary>
internal sealed class FrameBuilder
{
    public const int EntryHead = 16;

    private readonly long _start;
    private readonly ArrayBufferWriter<byte> _entries = new();
    private readonly List<ReadOnlyMemory<byte>> _blobs = [];
    private long _blobLength;

    public FrameBuilder(long start) => _start = start;

    public bool IsEmpty => _entries.WrittenCount == 0;

    /// <summary>Bytes of the whole frame; an empty one is never written.</summary>
    public long Length => IsEmpty ? 0 : FrameHead.Size + _blobLength + _entries.WrittenCount;

    /// <summary>Adds an entry and returns where its blob will lie.</summary>
    public Blob Append(ReadOnlySpan<byte> fields, ReadOnlyMemory<byte> blob)
    {
        var place = new Blob(_start + FrameHead.Size + _blobLength, blob.Length, Crc32C.Of(blob.Span));
        Span<byte> head = stackalloc byte[EntryHead];
        BinaryPrimitives.WriteInt32LittleEndian(head, fields.Length);
        BinaryPrimitives.WriteInt64LittleEndian(head[4..], place.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[12..], place.Checksum);
        _entries.Write(head);
        _entries.Write(fields);
        if (!blob.IsEmpty)
        {
            _blobs.Add(blob);
            _blobLength += blob.Length;
        }

        return place;
    }

    /// <summary>The frame as pieces to be written one after the other.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Build()
    {
        ReadOnlyMemory<byte> entries = _entries.WrittenMemory;
        var head = new byte[FrameHead.Size];
        new FrameHead(_blobLength, entries.Length, Crc32C.Of(entries.Span)).Write(head);
        return [head, .. _blobs, entries];
    }
}
