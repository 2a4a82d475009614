using Capstan.Database.Log;

namespace Capstan.Database.Api.Requests;

/// <summary>
/// How far this front's answers have come: the highest position, and what it was some time ago, for reads that may be stale only so long.
/// </summary>
internal sealed class AckedPositions(TimeProvider time)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly List<(long At, Lsn Lsn)> _history = [];
    private Lsn? _highest;

    /// <summary>The highest position; null while this front has answered nothing, so that it does not know what others have.</summary>
    public Lsn? Highest
    {
        get
        {
            lock (_lock)
                return _highest;
        }
    }

    /// <summary>An answer showed a position.</summary>
    public void Raise(Lsn lsn)
    {
        lock (_lock)
        {
            if (_highest is { } known && lsn <= known)
                return;
            _highest = lsn;
            Keep(time.GetTimestamp(), lsn);
        }
    }

    /// <summary>What was answered at least so long ago: whoever shows it is no staler than that.</summary>
    /// <param name="age">Above <see cref="ApiLimits.LongestWait"/> as that: nothing older is kept, and newer than asked for is never wrong.</param>
    public Lsn Before(TimeSpan age)
    {
        if (age > ApiLimits.LongestWait)
            age = ApiLimits.LongestWait;
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var index = _history.FindLastIndex(entry => time.GetElapsedTime(entry.At, now) >= age);
            return index < 0 ? Lsn.None : _history[index].Lsn;
        }
    }

    // Positions within one step are kept under the time of its first: a read then asks for a hair more than it must, never for less.
    private void Keep(long now, Lsn lsn)
    {
        if (_history.Count > 0 && time.GetElapsedTime(_history[^1].At, now) < Step)
        {
            _history[^1] = (_history[^1].At, lsn);
            return;
        }

        _history.Add((now, lsn));

        // The newest of those that are too old to be asked for stays: it is what everybody older than it must show.
        var old = _history.FindLastIndex(entry => time.GetElapsedTime(entry.At, now) >= ApiLimits.LongestWait);
        if (old > 0)
            _history.RemoveRange(0, old);
    }
}
