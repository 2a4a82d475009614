namespace Samples.Testing;

/// <summary>Says that it is the time that a test wants; timers go on as ever.</summary>
internal sealed class TestCalendar : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2020, 8, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
