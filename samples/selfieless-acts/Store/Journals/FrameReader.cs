using System.Buffers.Binary;

namespace SelfieLess.Store.Journals;

/// <summary>Takes a frame's entries apart again.</summary>
internal static class FrameReader
{
    /// <summary>Applies every entry of <paramref name="entries"/>, whose frame's blobs begin at <paramref name="blobStart"/>.</summary>
    public static void Apply(byte[] entries, long blobStart, IJournalView view)
    {
        foreach ((ReadOnlyMemory<byte> fields, Blob blob) in Entries(entries, blobStart))
        {
            view.Apply(new EntryReader(fields), blob);
        }
    }

    public static IEnumerable<(ReadOnlyMemory<byte> Fields, Blob Blob)> Entries(byte[] entries, long blobStart)
    {
        int at = 0;
        while (at < entries.Length)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(entries.AsSpan(at));
            long blobLength = BinaryPrimitives.ReadInt64LittleEndian(entries.AsSpan(at + 4));
            uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(entries.AsSpan(at + 12));
            at += FrameBuilder.EntryHead;
            yield return (entries.AsMemory(at, length), new Blob(blobStart, blobLength, checksum));
            at += length;
            blobStart += blobLength;
        }
    }
}
