using System.Buffers;
using Capstan.Database.Engines;

namespace Capstan.Database.Embedded.Segments;

/// <summary>Reads a segment file from front to back and judges what it finds where the entries end.</summary>
internal static class SegmentScan
{
    /// <summary>
    /// Opens a segment, every entry checked. In the last segment what no fsync had covered is cut off; anything else that is bad was
    /// good once.
    /// </summary>
    /// <exception cref="EngineException">The file is damaged.</exception>
    public static Segment Open(string path, bool isLast, out LogCut? cut)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(checked((int)new FileInfo(path).Length) + 1);
        try
        {
            var file = bytes.AsSpan(0, Fill(path, bytes));
            var first = SegmentFormat.ReadHeader(file) ?? throw Damage(path, 0, "its header is not one of Capstan's");
            var segment = Segment.Open(path, first);
            try
            {
                Walk(segment, file);
                cut = segment.Length == file.Length ? null : Judge(segment, file, isLast);
                // A process that was killed between its write and its fsync left entries that only the system's memory holds.
                if (isLast)
                    RandomAccess.FlushToDisk(segment.File);
                return segment;
            }
            catch
            {
                segment.Dispose();
                throw;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    public static EngineException Damage(string path, long offset, string what) => new(
        $"The log is damaged: {path} at byte {offset}: {what}. Put the file back from a copy; or stop the stack, move the folder "
        + $"{Path.GetDirectoryName(path)} aside and start again: the most advanced worker then begins a new log with what it has.");

    private static void Walk(Segment segment, ReadOnlySpan<byte> file)
    {
        while (SegmentFormat.ReadEntry(file[(int)segment.Length..]) is { } head && head.Position == segment.Last + 1)
            segment.Grow(head.Position, head.Size);
    }

    private static LogCut Judge(Segment segment, ReadOnlySpan<byte> file, bool isLast)
    {
        if (!isLast)
            throw Damage(segment.Path, segment.Length, $"message {segment.Last + 1} is bad, and later files follow");
        if (FindLater(segment, file) is { } later)
            throw Damage(segment.Path, segment.Length, $"message {segment.Last + 1} is bad, and message {later} behind it is good");
        var cut = new LogCut(segment.Path, segment.Length, file.Length - segment.Length, segment.Last + 1);
        RandomAccess.SetLength(segment.File, segment.Length);
        RandomAccess.FlushToDisk(segment.File);
        return cut;
    }

    // The pages of one group reach the disk in any order when the power fails, so that a good entry of the group of the bad one proves
    // nothing. One of a later group does: it was written only after the fsync of the bad one had returned.
    private static long? FindLater(Segment segment, ReadOnlySpan<byte> file)
    {
        var next = segment.Last + 1;
        for (var at = (int)segment.Length; at <= file.Length - SegmentFormat.EntryHeader; at++)
        {
            if (SegmentFormat.PeekHead(file[at..]) is not { } head || head.Ordinal < 0 || head.Group <= next)
                continue;
            if (head.Position - next > file.Length / SegmentFormat.EntryHeader)
                continue;
            if (SegmentFormat.ReadEntry(file[at..]) is not null)
                return head.Position;
        }

        return null;
    }

    private static int Fill(string path, byte[] bytes)
    {
        using var handle = File.OpenHandle(path);
        var filled = 0;
        while (RandomAccess.Read(handle, bytes.AsSpan(filled), filled) is > 0 and var read)
            filled += read;
        return filled;
    }
}
