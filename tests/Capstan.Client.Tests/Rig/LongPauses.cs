namespace Capstan.Client.Tests.Rig;

/// <summary>
/// A clock on which every pause takes a minute, that is over at once, and nothing else takes time: so a deadline is over after the first
/// pause, however slow the machine is. Timers longer than the longest pause, those of attempts, never fire.
/// </summary>
internal sealed class LongPauses : TimeProvider
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > LongestPause || dueTime < TimeSpan.Zero)
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        Interlocked.Add(ref _ticks, TimeSpan.TicksPerMinute);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
