namespace Capstan.Sqlite;

/// <summary>A deadline for statements: give <see cref="HasPassed"/> to <see cref="SqliteConnection.SetProgress"/> once, then start it per use.</summary>
/// <param name="clock">Where the time comes from.</param>
public sealed class SqliteDeadline(TimeProvider clock)
{
    private long _end = long.MaxValue;

    /// <summary>Statements end from now on when this much time is over. At most some 290 years.</summary>
    public void Start(TimeSpan time) => _end = clock.GetTimestamp() + (long)(time.TotalSeconds * clock.TimestampFrequency);

    /// <summary>Statements may run on.</summary>
    public void Stop() => _end = long.MaxValue;

    /// <summary>Whether the time is over.</summary>
    public bool HasPassed() => _end != long.MaxValue && clock.GetTimestamp() >= _end;
}
