namespace Capstan.Core.Scaling;

/// <summary>
/// Which windows of a <see cref="WindowCounter"/> are over and not yet decided. Each window is given out once, in order, however
/// late it is asked for; only what the counter still keeps can be read, so of a long gap the newest windows are given.
/// </summary>
public sealed class ScaleWindows
{
    private readonly WindowCounter _counter;
    private readonly long _settle;
    private long _next;

    /// <summary>Follows a counter from its first window.</summary>
    /// <param name="counter">The counter.</param>
    /// <param name="settle">
    /// How long after its end a window is given out, in the counter's ticks, 0 and up: a request that arrived in the last moment may
    /// be recorded a moment later.
    /// </param>
    public ScaleWindows(WindowCounter counter, long settle)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(settle);
        _counter = counter;
        _settle = settle;
    }

    /// <summary>The counter that is followed.</summary>
    public WindowCounter Counter => _counter;

    /// <summary>Windows that are over at <paramref name="now"/> and were not given out before.</summary>
    public IReadOnlyList<EndedWindow> TakeEnded(long now)
    {
        if (_counter.WindowAt(now - _settle) is not { } current || current <= _next)
            return [];
        var first = Math.Max(_next, current - WindowCounter.ReadableWindows);
        _next = current;
        return [.. LongRange(first, current).Select(window => new EndedWindow(window, _counter.CountOf(window)))];
    }

    /// <summary>When the next window is given out; null before the first request.</summary>
    public long? NextEnd(long now) => _counter.WindowAt(now - _settle) is { } current ? _counter.EndOf(current) + _settle : null;

    private static IEnumerable<long> LongRange(long first, long end)
    {
        for (var value = first; value < end; value++)
            yield return value;
    }
}
