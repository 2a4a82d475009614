namespace Capstan.Database.Embedded;

/// <summary>
/// A clock that is set once and then only runs: a step of the system's clock, forwards or back, does not reach deadlines, log time or the
/// expiry of kept answers. One for a database's front and queues together, since the deadlines of the one are compared with the time of the
/// other.
/// </summary>
/// <param name="inner">The system's clock.</param>
public sealed class SteadyClock(TimeProvider inner) : TimeProvider
{
    private readonly DateTimeOffset _start = inner.GetUtcNow();
    private readonly long _startTicks = inner.GetTimestamp();

    /// <inheritdoc />
    public override long TimestampFrequency => inner.TimestampFrequency;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => _start + inner.GetElapsedTime(_startTicks);

    /// <inheritdoc />
    public override long GetTimestamp() => inner.GetTimestamp();

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);
}
