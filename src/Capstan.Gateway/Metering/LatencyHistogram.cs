namespace Capstan.Gateway.Metering;

/// <summary>Counts request times into fixed buckets; lock-free.</summary>
internal sealed class LatencyHistogram(TimeProvider time)
{
    private static readonly double[] Bounds =
        [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private readonly long[] _buckets = new long[Bounds.Length + 1];
    private long _ticks;

    /// <summary>Adds one request's time, in the time provider's timestamp ticks.</summary>
    public void Add(long ticks)
    {
        var seconds = (double)ticks / time.TimestampFrequency;
        var bucket = 0;
        while (bucket < Bounds.Length && seconds > Bounds[bucket])
            bucket++;
        Interlocked.Increment(ref _buckets[bucket]);
        Interlocked.Add(ref _ticks, ticks);
    }

    /// <summary>The distribution so far.</summary>
    public LatencyReading Read()
    {
        var buckets = new long[_buckets.Length];
        var count = 0L;
        for (var i = 0; i < buckets.Length; i++)
            count += buckets[i] = Interlocked.Read(ref _buckets[i]);
        return new LatencyReading(count, (double)Interlocked.Read(ref _ticks) / time.TimestampFrequency, Bounds, buckets);
    }
}
