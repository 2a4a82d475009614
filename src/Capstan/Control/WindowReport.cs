using Capstan.Core.Scaling;
using Capstan.Core.Stacks;

namespace Capstan.Control;

/// <summary>Reads the running scaling window of a service or a database.</summary>
internal static class WindowReport
{
    /// <summary>Null without a rule, or before the first request.</summary>
    public static WindowStatus? Of(ReplicaGroup group, ScaleSpec? rule, ControlClock clock)
    {
        if (rule is not { } scale || group.Windows is not { } windows)
            return null;
        var counter = windows.Counter;
        if (counter.WindowAt(clock.Ticks) is not { } index)
            return null;
        var count = counter.CountOf(index);
        return new WindowStatus(
            index, count, scale.Window.TotalSeconds, clock.Wall + clock.Until(counter.EndOf(index)), ScaleRule.Wanted(scale, count), ScaleRule.MoreForNext(scale, count));
    }
}
