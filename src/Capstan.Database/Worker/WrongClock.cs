namespace Capstan.Database.Worker;

/// <summary>
/// A wall clock that is wrong, first to one side and then in turns to the other, for proof that no worker's clock decides anything. Time
/// that is measured, and timers, go on as they do: no machine's steady clock jumps.
/// </summary>
/// <param name="right">The right one.</param>
/// <param name="error">How far it is off.</param>
internal sealed class WrongClock(TimeProvider right, TimeSpan error) : TimeProvider
{
    /// <summary>How long it stays on one side.</summary>
    public static readonly TimeSpan Side = TimeSpan.FromSeconds(2);

    private readonly long _begin = right.GetTimestamp();

    public override long TimestampFrequency => right.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => right.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() =>
        right.GetUtcNow() + (right.GetElapsedTime(_begin).Ticks / Side.Ticks % 2 == 0 ? error : -error);

    public override long GetTimestamp() => right.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        right.CreateTimer(callback, state, dueTime, period);
}
