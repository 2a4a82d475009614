using System.Text.Json.Nodes;
using Capstan.Core.Scaling;
using Capstan.Events;

namespace Capstan.Control;

/// <summary>Decides each scaling window once, when it is over, and records the decision with the figures it came from.</summary>
internal sealed class Autoscaler(ControlParts parts, ControlClock clock)
{
    /// <summary>How long after its end a window is decided, so that requests of its last moment are in.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(5);

    /// <summary>Decides what is due for a service.</summary>
    /// <returns>When its next window ends; null while none runs.</returns>
    public TimeSpan? Look(ServiceRecord service)
    {
        if (service.Spec.Scale is not { } scale || parts.Plane.Read(service.Name)?.Window is not { } counter)
        {
            service.Windows = null;
            return null;
        }

        if (service.Windows?.Counter != counter)
            service.Windows = new ScaleWindows(counter, (long)(Settle.TotalSeconds * clock.Provider.TimestampFrequency));
        foreach (var window in service.Windows.TakeEnded(clock.Ticks))
        {
            var wanted = ScaleRule.Wanted(scale, window.Count);
            var before = service.Wanted;
            service.Wanted = wanted;
            var change = wanted == before ? "stays at" : wanted > before ? $"goes up from {before} to" : $"goes down from {before} to";
            parts.Events.Append(
                EventKinds.ScaleDecided,
                $"{window.Count} requests in window {window.Index}: {change} {wanted} ({ScaleRule.Formula(scale, window.Count)})",
                service.Name,
                data: new JsonObject
                {
                    ["window"] = window.Index,
                    ["windowSeconds"] = scale.Window.TotalSeconds,
                    ["requests"] = window.Count,
                    ["step"] = scale.Requests,
                    ["edge"] = scale.Edge == Core.Stacks.ScaleEdge.Next ? "next" : "same",
                    ["min"] = scale.Min,
                    ["max"] = scale.Max,
                    ["from"] = before,
                    ["to"] = wanted,
                });
        }

        return service.Windows.NextEnd(clock.Ticks) is { } end ? clock.Now + clock.Until(end) : null;
    }
}
