using Samples.Shared;

namespace SelfieLess.Store.Journals;

/// <summary>
/// What to do about bytes that are no whole frame. Every writer syncs its frame before it lets go of the lock, so an interrupted
/// write can only be the last one: a broken frame with nothing behind it was never acknowledged and is cut, a broken frame with
/// another one behind it is damage, and nothing is cut.
/// </summary>
internal static class BrokenTail
{
    private const int ChunkSize = 1 << 20;

    /// <summary>Cuts the file at <paramref name="offset"/>. Only under the journal's lock.</summary>
    /// <exception cref="StoreException">The journal is damaged before its last frame.</exception>
    public static void Cut(JournalFile file, long offset)
    {
        if (FindFrame(file, offset + 1) is { } next)
        {
            throw new StoreException(
                $"{file.Path} is damaged at byte {offset}, and intact again from byte {next}; restore it from a copy");
        }

        file.Cut(offset);
        file.Sync();
    }

    /// <summary>Checks the blobs of a frame too, which only a power cut can leave behind wrong.</summary>
    public static bool IsWhole(JournalFile file, long offset, byte[] entries)
    {
        foreach ((_, Blob blob) in FrameReader.Entries(entries, offset + FrameHead.Size))
        {
            if (Checksum(file, blob) != blob.Checksum)
            {
                return false;
            }
        }

        return true;
    }

    private static uint Checksum(JournalFile file, Blob blob)
    {
        var chunk = new byte[Math.Min(ChunkSize, blob.Length)];
        uint checksum = 0;
        for (long done = 0; done < blob.Length;)
        {
            int read = file.Read(chunk.AsSpan(0, (int)Math.Min(chunk.Length, blob.Length - done)), blob.Offset + done);
            if (read == 0)
            {
                return ~blob.Checksum;
            }

            checksum = Crc32C.Append(checksum, chunk.AsSpan(0, read));
            done += read;
        }

        return checksum;
    }

    private static long? FindFrame(JournalFile file, long offset)
    {
        var chunk = new byte[ChunkSize];
        Span<byte> head = stackalloc byte[FrameHead.Size];
        for (int read; (read = file.Read(chunk, offset)) >= FrameHead.Size; offset += read - FrameHead.Size + 1)
        {
            for (int at = 0; chunk.AsSpan(at, read - at).IndexOf(FrameHead.Magic) is >= 0 and var found; at++)
            {
                at += found;
                if (file.ReadFully(head, offset + at) && FrameHead.TryRead(head, out _))
                {
                    return offset + at;
                }
            }
        }

        return null;
    }
}
