using System.Diagnostics;
using Capstan.Bench.Reports;

namespace Capstan.Bench.Databases;

/// <summary>What the disk below a folder takes for making a small write durable: nothing that promises durability can be faster.</summary>
internal static class DiskFlush
{
    private const int Times = 200;
    private const int Bytes = 4096;

    /// <summary>Measures; one sentence.</summary>
    public static string Describe(string folder)
    {
        var figures = new Figures();
        var path = Path.Combine(folder, "flush.tmp");
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            var data = new byte[Bytes];
            for (var i = 0; i < Times; i++)
            {
                var begin = Stopwatch.GetTimestamp();
                file.Write(data);
                file.Flush(flushToDisk: true);
                figures.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            }
        }
        finally
        {
            File.Delete(path);
        }

        return $"Appending {Bytes} bytes and flushing them to this disk takes {figures.Median:0.00} ms (median of {Times}; at most {figures.Most:0.0} ms).";
    }
}
