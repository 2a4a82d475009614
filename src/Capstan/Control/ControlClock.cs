namespace Capstan.Control;

/// <summary>The controller's two clocks: a monotonic one for decisions, which a step of the wall clock does not move, and the wall for people.</summary>
internal sealed class ControlClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public TimeProvider Provider { get; } = time;

    /// <summary>Time since the controller was made.</summary>
    public TimeSpan Now => Provider.GetElapsedTime(_start);

    /// <summary>Ticks of the monotonic clock, as scaling windows count them.</summary>
    public long Ticks => Provider.GetTimestamp();

    public DateTimeOffset Wall => Provider.GetUtcNow();

    /// <summary>How long from now until a moment in <see cref="Ticks"/>; negative when it is over.</summary>
    public TimeSpan Until(long ticks) => TimeSpan.FromSeconds((ticks - Ticks) / (double)Provider.TimestampFrequency);
}
