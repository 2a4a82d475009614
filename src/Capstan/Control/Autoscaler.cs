using System.Text.Json.Nodes;
using Capstan.Control.Databases;
using Capstan.Core.Scaling;
using Capstan.Core.Stacks;
using Capstan.Events;

namespace Capstan.Control;

/// <summary>Decides each scaling window once, when it is over, and records the decision with the figures it came from.</summary>
internal sealed class Autoscaler(ControlParts parts, ControlClock clock)
{
    /// <summary>How long after its end a window is decided, so that requests of its last moment are in.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(5);

    /// <summary>Decides what is due for a service, by the requests that the gateway counted.</summary>
    /// <returns>When its next window ends; null while none runs.</returns>
    public TimeSpan? Look(ServiceRecord service) => Look(service, service.Spec.Scale, parts.Plane.Read(service.Name)?.Window, "requests");

    /// <summary>Decides what is due for the followers of a database, by the reads that its API counted.</summary>
    /// <returns>When its next window ends; null while none runs.</returns>
    public TimeSpan? Look(DatabaseRecord database) => Look(database, database.Spec.Scale, database.Parts.Reads.Window, "reads");

    private TimeSpan? Look(ReplicaGroup group, ScaleSpec? rule, WindowCounter? window, string counted)
    {
        if (rule is not { } scale || window is not { } counter)
        {
            group.Windows = null;
            return null;
        }

        if (group.Windows?.Counter != counter)
            group.Windows = new ScaleWindows(counter, (long)(Settle.TotalSeconds * clock.Provider.TimestampFrequency));
        foreach (var ended in group.Windows.TakeEnded(clock.Ticks))
        {
            var wanted = ScaleRule.Wanted(scale, ended.Count);
            var before = group.Wanted;
            group.Wanted = wanted;
            var change = wanted == before ? "stays at" : wanted > before ? $"goes up from {before} to" : $"goes down from {before} to";
            parts.Events.Append(
                EventKinds.ScaleDecided,
                $"{ended.Count} {counted} in window {ended.Index}: {change} {wanted} ({ScaleRule.Formula(scale, ended.Count)})",
                group.Name,
                data: new JsonObject
                {
                    ["window"] = ended.Index,
                    ["windowSeconds"] = scale.Window.TotalSeconds,
                    [counted] = ended.Count,
                    ["step"] = scale.Requests,
                    ["edge"] = scale.Edge == ScaleEdge.Next ? "next" : "same",
                    ["min"] = scale.Min,
                    ["max"] = scale.Max,
                    ["from"] = before,
                    ["to"] = wanted,
                });
        }

        return group.Windows.NextEnd(clock.Ticks) is { } end ? clock.Now + clock.Until(end) : null;
    }
}
