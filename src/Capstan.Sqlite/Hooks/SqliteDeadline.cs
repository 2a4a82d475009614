namespace Capstan.Sqlite;

/// <summary>
/// A deadline for statements: give <see cref="HasPassed"/> to <see cref="SqliteConnection.SetProgress"/> once, then start it per use.
/// </summary>
/// <param name="clock">Where the time comes from.</param>
public sealed class SqliteDeadline(TimeProvider clock)
{
    private long _end = long.MaxValue;

    /// <summary>Statements end from now on when this much time is over; centuries count as never.</summary>
    public void Start(TimeSpan time)
    {
        var now = clock.GetTimestamp();
        var ticks = (long)(time.TotalSeconds * clock.TimestampFrequency);
        _end = ticks > long.MaxValue - Math.Max(0, now) ? long.MaxValue : now + ticks;
    }

    /// <summary>Statements may run on.</summary>
    public void Stop() => _end = long.MaxValue;

    /// <summary>Whether the time is over.</summary>
    public bool HasPassed() => _end != long.MaxValue && clock.GetTimestamp() >= _end;
}
