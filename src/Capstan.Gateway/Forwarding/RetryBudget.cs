namespace Capstan.Gateway.Forwarding;

/// <summary>
/// Keeps retries a small share of the traffic, so that they cannot double the load of a service that is already failing: at most
/// a share of the last ten seconds' requests, but always <see cref="Floor"/> of them, so that a lone request may be retried.
/// Reads no clock; lock-free.
/// </summary>
internal sealed class RetryBudget(long ticksPerSecond)
{
    /// <summary>Retries in ten seconds that are allowed whatever the traffic.</summary>
    public const int Floor = 10;

    private const int Seconds = 10;

    // Each cell holds a second in its upper half and that second's count in its lower half. One more cell than is summed.
    private readonly long[] _requests = new long[Seconds + 1];
    private readonly long[] _retries = new long[Seconds + 1];

    /// <summary>Counts a request that arrived.</summary>
    public void Record(long now) => Add(_requests, now / ticksPerSecond);

    /// <summary>Takes one retry out of the budget; false when there is none left.</summary>
    /// <param name="now">Timestamp.</param>
    /// <param name="share">Retries as a share of requests; 0 allows none.</param>
    public bool TryTake(long now, double share)
    {
        if (share <= 0)
            return false;
        var second = now / ticksPerSecond;
        if (Sum(_retries, second) >= Math.Max(Floor, share * Sum(_requests, second)))
            return false;
        Add(_retries, second);
        return true;
    }

    private static void Add(long[] cells, long second)
    {
        ref var cell = ref cells[(int)(second % cells.Length)];
        while (true)
        {
            var seen = Interlocked.Read(ref cell);
            var next = (seen >> 32) == second ? seen + 1 : (second << 32) | 1;
            if (Interlocked.CompareExchange(ref cell, next, seen) == seen)
                return;
        }
    }

    private static long Sum(long[] cells, long second)
    {
        var sum = 0L;
        foreach (ref var cell in cells.AsSpan())
        {
            var seen = Interlocked.Read(ref cell);
            if (second - (seen >> 32) < Seconds)
                sum += seen & 0xFFFF_FFFF;
        }

        return sum;
    }
}
