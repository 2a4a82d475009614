namespace Capstan.Core.Scaling;

/// <summary>
/// Counts requests into fixed windows by their arrival time. Window k spans [t0 + k·length, t0 + (k+1)·length) where t0 is the
/// arrival of the first counted request; that request counts. Whatever moment a window is read, a request belongs to the window
/// it arrived in. Lock-free; any number of threads may record.
/// </summary>
public sealed class WindowCounter
{
    /// <summary>How many windows before the running one can still be read.</summary>
    public const int ReadableWindows = Kept - 1;

    private const int Kept = 8;
    private const long Unset = long.MinValue;
    private const long Zeroing = long.MinValue + 1;

    private readonly long _length;
    private readonly long[] _owners = new long[Kept];
    private readonly long[] _counts = new long[Kept];
    private long _start = Unset;

    /// <summary>A counter whose windows are of this length, in the ticks that <see cref="Record"/> is given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is not positive.</exception>
    public WindowCounter(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        _length = length;
        Array.Fill(_owners, Unset);
    }

    /// <summary>Arrival of the first counted request; null before it.</summary>
    public long? Start
    {
        get
        {
            var start = Interlocked.Read(ref _start);
            return start == Unset ? null : start;
        }
    }

    /// <summary>Length of a window in ticks.</summary>
    public long Length => _length;

    /// <summary>Counts one request.</summary>
    /// <param name="arrival">When it arrived, on one monotonic clock.</param>
    public void Record(long arrival)
    {
        var start = Interlocked.Read(ref _start);
        if (start == Unset)
        {
            var seen = Interlocked.CompareExchange(ref _start, arrival, Unset);
            start = seen == Unset ? arrival : seen;
        }

        // Two first requests race for t0: the loser may have arrived a hair earlier, and belongs to window 0.
        var window = arrival <= start ? 0 : (arrival - start) / _length;
        var cell = (int)(window % Kept);
        if (Claim(cell, window))
            Interlocked.Increment(ref _counts[cell]);
    }

    /// <summary>The window that a moment lies in; null before the first request.</summary>
    public long? WindowAt(long now) => Start is { } start ? (now <= start ? 0 : (now - start) / _length) : null;

    /// <summary>When a window ends (exclusive).</summary>
    /// <exception cref="InvalidOperationException">Nothing has been counted yet.</exception>
    public long EndOf(long window) => (Start ?? throw new InvalidOperationException("No request has been counted yet.")) + ((window + 1) * _length);

    /// <summary>Requests that arrived in a window, of the last few; 0 for one that saw none.</summary>
    public long CountOf(long window)
    {
        var cell = (int)(window % Kept);
        return Interlocked.Read(ref _owners[cell]) == window ? Interlocked.Read(ref _counts[cell]) : 0;
    }

    /// <summary>Makes a cell count for a window; false when the cell has gone on to a later one, so that nobody would read it.</summary>
    private bool Claim(int cell, long window)
    {
        while (true)
        {
            var owner = Interlocked.Read(ref _owners[cell]);
            if (owner == window)
                return true;
            if (owner > window)
                return false;
            if (owner == Zeroing)
            {
                Thread.SpinWait(1);
                continue;
            }

            // The count is zeroed while nobody owns the cell, so that no request of the new window is wiped.
            if (Interlocked.CompareExchange(ref _owners[cell], Zeroing, owner) != owner)
                continue;
            Interlocked.Exchange(ref _counts[cell], 0);
            Interlocked.Exchange(ref _owners[cell], window);
            return true;
        }
    }
}
