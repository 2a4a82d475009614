using Capstan.Database.Embedded.Segments;
using Capstan.Database.Log;

namespace Capstan.Database.Tests.Embedded.Segments;

/// <summary>Short ways to use a log.</summary>
internal static class LogUnderTest
{
    public static SegmentLog Open(string folder, long segmentBytes = 1 << 20, int tailBytes = 1 << 20, ILogDisk? disk = null) =>
        SegmentLog.Open(new SegmentLogOptions { Folder = folder, SegmentBytes = segmentBytes, TailBytes = tailBytes }, disk ?? new LogDisk());

    public static byte[] Payload(long number, int length = 100)
    {
        var payload = new byte[length];
        new Random((int)number).NextBytes(payload);
        return payload;
    }

    /// <summary>Appends one message and waits until it is there: a group of its own.</summary>
    public static async Task AddAsync(this SegmentLog log, byte[] payload, CancellationToken cancellationToken)
    {
        var end = log.End;
        await log.AppendAsync(payload, cancellationToken);
        await log.BeyondAsync(end, cancellationToken);
    }

    /// <summary>Appends numbered messages, each a group of its own.</summary>
    public static async Task FillAsync(this SegmentLog log, int count, int length, CancellationToken cancellationToken)
    {
        for (var i = 0; i < count; i++)
            await log.AddAsync(Payload(log.End.Value + 1, length), cancellationToken);
    }

    public static List<LogEntry> ReadAll(this SegmentLog log, long after = 0, long piece = 1 << 20)
    {
        var all = new List<LogEntry>();
        while (log.Read(new LogPosition(after), piece) is { Count: > 0 } entries)
        {
            all.AddRange(entries);
            after = entries[^1].Position;
        }

        return all;
    }

    public static void AssertNumbered(IEnumerable<LogEntry> entries, long first, long last, int length)
    {
        var position = first;
        foreach (var entry in entries)
        {
            Assert.Equal(position, entry.Position);
            Assert.Equal(Payload(position, length), entry.Payload);
            position++;
        }

        Assert.Equal(last + 1, position);
    }

    public static string LastFile(string folder) => Directory.GetFiles(folder, "*.log").Order().Last();
}
