namespace Capstan.RabbitMq.Session;

/// <summary>
/// The fronts' clock as far as it is known here: the highest time that a message told, and the time since on a steady clock of this
/// process. Its own wall clock decides nothing. For any thread.
/// </summary>
/// <param name="time">The clock of this process.</param>
internal sealed class FrontClock(TimeProvider time)
{
    private readonly Lock _lock = new();
    private long _highest;
    private long _since;

    /// <summary>Now, milliseconds since 1970; 0 before any message told a time.</summary>
    public long Now
    {
        get
        {
            lock (_lock)
                return Reckoned();
        }
    }

    /// <summary>A message told a time.</summary>
    public void See(long told)
    {
        lock (_lock)
        {
            if (told <= Reckoned())
                return;
            (_highest, _since) = (told, time.GetTimestamp());
        }
    }

    private long Reckoned() => _highest == 0 ? 0 : _highest + (long)time.GetElapsedTime(_since).TotalMilliseconds;
}
