namespace Capstan.RabbitMq.Tests.Rig;

/// <summary>The system's clock, each of whose timers a test decides about when it is made.</summary>
/// <param name="due">Given when a timer is due and how often it repeats, when it is to be due instead.</param>
internal sealed class TimerTime(Func<TimeSpan, TimeSpan, TimeSpan> due) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, due(dueTime, period), period);
}
