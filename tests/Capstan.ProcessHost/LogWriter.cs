using Capstan.Database.Embedded.Segments;
using Capstan.Database.Log;

namespace Capstan.ProcessHost;

/// <summary>Appends to a log under load and tells what a reader has seen, until it is killed.</summary>
internal static class LogWriter
{
    private const int Writers = 4;
    private const int LargestMessage = 5000;

    public static async Task<int> RunAsync(string folder)
    {
        using var log = SegmentLog.Open(new SegmentLogOptions { Folder = folder, SegmentBytes = 256 * 1024 }, new LogDisk());
        for (var writer = 0; writer < Writers; writer++)
            _ = WriteAsync(log, new Random(writer));
        var after = log.End;
        while (true)
        {
            await log.BeyondAsync(after, CancellationToken.None);
            foreach (var entry in log.Read(after, 1 << 20))
            {
                Console.WriteLine($"{entry.Position} {Digest.Of(entry.Payload)}");
                after = new LogPosition(entry.Position);
            }
        }
    }

    private static async Task WriteAsync(SegmentLog log, Random random)
    {
        while (true)
        {
            var payload = new byte[random.Next(1, LargestMessage)];
            random.NextBytes(payload);
            await log.AppendAsync(payload, CancellationToken.None);
            await Task.Yield();
        }
    }
}
