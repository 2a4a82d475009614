using System.Collections.Concurrent;
using System.Net;

namespace Capstan.Gateway.Edge;

/// <summary>
/// Limits requests a second for each client address: a bucket of as many tokens as the rate (at least one) that refills evenly.
/// Buckets that have filled up again are forgotten when there are many. Reads no clock; any number of threads may ask.
/// </summary>
internal sealed class RateLimiter(double perSecond, long ticksPerSecond)
{
    private const int Many = 16_384;
    private readonly ConcurrentDictionary<IPAddress, Bucket> _buckets = new();
    private readonly double _size = Math.Max(1, perSecond);
    private int _known;

    /// <summary>Takes one request of a client; false when it has used up its share.</summary>
    public bool TryTake(IPAddress client, long now)
    {
        if (!_buckets.TryGetValue(client, out var bucket))
        {
            if (Interlocked.Increment(ref _known) > Many)
                Forget(now);
            bucket = _buckets.GetOrAdd(client, static (_, start) => new Bucket { Tokens = start.Size, Filled = start.Now }, (Size: _size, Now: now));
        }

        lock (bucket)
        {
            Fill(bucket, now);
            if (bucket.Tokens < 1)
                return false;
            bucket.Tokens--;
            return true;
        }
    }

    private void Fill(Bucket bucket, long now)
    {
        if (now <= bucket.Filled)
            return;
        bucket.Tokens = Math.Min(_size, bucket.Tokens + (perSecond * (now - bucket.Filled) / ticksPerSecond));
        bucket.Filled = now;
    }

    private void Forget(long now)
    {
        foreach (var (client, bucket) in _buckets)
        {
            lock (bucket)
            {
                Fill(bucket, now);
                if (bucket.Tokens >= _size)
                    _buckets.TryRemove(client, out _);
            }
        }

        // All of them busy: rather start anew than search through them for each newcomer.
        if (_buckets.Count > Many)
            _buckets.Clear();
        Volatile.Write(ref _known, _buckets.Count);
    }

    private sealed class Bucket
    {
        public double Tokens { get; set; }

        public long Filled { get; set; }
    }
}
