using System.Diagnostics;
using Capstan.Bench.Reports;

namespace Capstan.Bench.Databases.Lag;

/// <summary>How long acknowledged writes of one system stayed unseen at its follower, under one load.</summary>
/// <param name="system">The system.</param>
/// <param name="load">Its load.</param>
internal sealed class LagRow(string system, string load)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Figures _lag = new();
    private readonly Figures _read = new();
    private int _atOnce;

    /// <summary>Writes a second of the load; null without one.</summary>
    public double? Rate { get; set; }

    /// <summary>Marks and looks for some time.</summary>
    /// <param name="of">The system.</param>
    /// <param name="first">Number of the first mark; they rise.</param>
    /// <param name="span">How long.</param>
    /// <param name="ending">Ends it early.</param>
    /// <returns>Number of the next mark.</returns>
    public async Task<long> ProbeAsync(ILaggingSystem of, long first, TimeSpan span, CancellationToken ending)
    {
        var begin = Stopwatch.GetTimestamp();
        var number = first;
        for (; Stopwatch.GetElapsedTime(begin) < span; number++)
        {
            await of.MarkAsync(number);
            var acknowledged = Stopwatch.GetTimestamp();
            var reads = 0;
            for (long seen, since = acknowledged; ; since = Stopwatch.GetTimestamp())
            {
                seen = await of.SeenAsync();
                reads++;
                _read.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
                if (seen >= number)
                    break;
            }

            _lag.Add(Stopwatch.GetElapsedTime(acknowledged).TotalMilliseconds);
            _atOnce += reads == 1 ? 1 : 0;
            await Task.Delay(Pause, ending);
        }

        return number;
    }

    /// <summary>Its cells.</summary>
    public string[] Cells() =>
    [
        system, load, Rate?.ToString("0") ?? "–", $"{_lag.Count}", (100.0 * _atOnce / _lag.Count).ToString("0"), _read.Median.ToString("0.00"),
        _lag.Median.ToString("0.00"), _lag.At(0.99).ToString("0.00"), _lag.Most.ToString("0.00"),
    ];
}
