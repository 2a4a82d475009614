using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Capstan.Database.Embedded.Segments;

/// <summary>Reads a stretch of a segment whose entries are known to be on the disk.</summary>
internal static class SegmentReader
{
    private const int Window = 256 * 1024;

    /// <summary>Entries behind a position up to a number of bytes, one at least.</summary>
    /// <param name="file">The segment.</param>
    /// <param name="path">Its name, for people.</param>
    /// <param name="from">Offset of an entry at or before the first one wanted.</param>
    /// <param name="end">Where the entries on the disk end.</param>
    /// <param name="after">The position.</param>
    /// <param name="bytes">How many are enough.</param>
    public static List<LogEntry> Read(SafeFileHandle file, string path, long from, long end, long after, long bytes)
    {
        var entries = new List<LogEntry>();
        var buffer = ArrayPool<byte>.Shared.Rent(Window);
        try
        {
            while (from < end && (bytes > 0 || entries.Count == 0))
            {
                var filled = Fill(file, buffer, from, end);
                var used = Take(buffer.AsSpan(0, filled), after, entries, ref bytes);
                if (used == 0)
                    buffer = Larger(buffer, path, from, end, filled);
                from += used;
            }

            return entries;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int Take(ReadOnlySpan<byte> window, long after, List<LogEntry> entries, ref long bytes)
    {
        var at = 0;
        while ((bytes > 0 || entries.Count == 0) && SegmentFormat.ReadEntry(window[at..]) is { } head)
        {
            if (head.Position > after)
            {
                entries.Add(new LogEntry(head.Position, window.Slice(at + SegmentFormat.EntryHeader, head.Length).ToArray()));
                bytes -= head.Size;
            }

            at += head.Size;
        }

        return at;
    }

    // No whole good entry in the window: it is longer than that, or went bad since the log was opened.
    private static byte[] Larger(byte[] buffer, string path, long offset, long end, int filled)
    {
        if (SegmentFormat.PeekHead(buffer.AsSpan(0, filled)) is not { } head || head.Size <= filled || offset + head.Size > end)
            throw SegmentScan.Damage(path, offset, "a message that was good when the log was opened is bad now");
        ArrayPool<byte>.Shared.Return(buffer);
        return ArrayPool<byte>.Shared.Rent(head.Size);
    }

    private static int Fill(SafeFileHandle file, byte[] buffer, long from, long end)
    {
        var wanted = (int)Math.Min(buffer.Length, end - from);
        var filled = 0;
        while (filled < wanted && RandomAccess.Read(file, buffer.AsSpan(filled, wanted - filled), from + filled) is > 0 and var read)
            filled += read;
        return filled;
    }
}
