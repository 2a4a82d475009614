namespace Capstan.Gateway.Forwarding;

/// <summary>
/// The time within which a client must take some of what waits for it. What its system has acknowledged counts as taken: its socket tells of
/// room only when a third of the buffer is free, and a buffer of megabytes holds minutes of a slow client's reading. Times are timestamps.
/// </summary>
internal struct TakingLimit
{
    private const int Looks = 20;
    private bool _isRunning;
    private long _taken;
    private long _progress;
    private long _until;

    /// <summary>When to <see cref="Look"/>.</summary>
    public long Due { get; private set; }

    /// <summary>Nobody tells of acknowledgements: the system is asked this often, and a client is cut at most one such time late.</summary>
    public static TimeSpan Pause(TimeSpan limit) => limit / Looks;

    /// <summary>The client takes nothing now.</summary>
    /// <param name="taken">Bytes that its connection has taken in all.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="limit">Longest time without taking anything.</param>
    public void Begin(long taken, long now, long limit)
    {
        // Again without having taken anything: the time goes on.
        if (_isRunning && taken == _taken)
            return;
        _isRunning = true;
        _taken = taken;
        _progress = -1;
        _until = now + limit;
        Due = now + (limit / Looks);
    }

    /// <summary>Looks whether the client has taken something.</summary>
    /// <param name="progress">Grows with what it took and acknowledged.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="limit">Longest time without taking anything.</param>
    /// <returns>False when that time is over.</returns>
    public bool Look(long progress, long now, long limit)
    {
        if (progress != _progress)
            _until = now + limit;
        _progress = progress;
        Due = Math.Min(now + (limit / Looks), _until);
        return now < _until;
    }
}
