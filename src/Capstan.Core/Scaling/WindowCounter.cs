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

    private readonly long _length;
    private readonly Window?[] _windows = new Window?[Kept];
    private long _start = Unset;

    /// <summary>A counter whose windows are of this length, in the ticks that <see cref="Record"/> is given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is not positive.</exception>
    public WindowCounter(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        _length = length;
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
        if (Claim(window) is { } counted)
            Interlocked.Increment(ref counted.Count);
    }

    /// <summary>The window that a moment lies in; null before the first request.</summary>
    public long? WindowAt(long now) => Start is { } start ? (now <= start ? 0 : (now - start) / _length) : null;

    /// <summary>When a window ends (exclusive).</summary>
    /// <exception cref="InvalidOperationException">Nothing has been counted yet.</exception>
    public long EndOf(long window) => (Start ?? throw new InvalidOperationException("No request has been counted yet.")) + ((window + 1) * _length);

    /// <summary>Requests that arrived in a window, of the last few; 0 for one that saw none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is negative.</exception>
    public long CountOf(long window)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(window);
        var kept = Volatile.Read(ref _windows[window % Kept]);
        return kept?.Index == window ? Interlocked.Read(ref kept.Count) : 0;
    }

    /// <summary>The count of a window; null when its place has gone on to a later one, so that nobody would read it.</summary>
    private Window? Claim(long index)
    {
        ref var place = ref _windows[index % Kept];
        var kept = Volatile.Read(ref place);
        while (kept is null || kept.Index < index)
        {
            var begun = new Window(index);
            var seen = Interlocked.CompareExchange(ref place, begun, kept);
            if (ReferenceEquals(seen, kept))
                return begun;
            kept = seen;
        }

        return kept.Index == index ? kept : null;
    }

    // Each window counts in an object of its own, so that a thread that was held up between finding its window and counting
    // cannot add to a later one.
    private sealed class Window(long index)
    {
        public readonly long Index = index;
        public long Count;
    }
}
