using Capstan.Control;
using Capstan.Events;
using Capstan.Gateway;

namespace Capstan.Metrics;

/// <summary>Every metric of a running stack: what <c>/metrics</c> shows and OTLP sends. Collecting reads counters and changes none.</summary>
public sealed class StackMetrics(IStackControl control, IDataPlane dataPlane, EventLog events)
{
    /// <summary>All metrics as they are now.</summary>
    public IReadOnlyList<MetricFamily> Collect()
    {
        var status = control.Status();
        var info = new FamilyBuilder("capstan_info", MetricKind.Gauge, "Always 1; the labels tell which stack this is.");
        info.Add(1, ("stack", status.Stack), ("runtime", status.Runtime), ("version", ProgramVersion.Text));
        var started = new FamilyBuilder("capstan_start_time_seconds", MetricKind.Gauge, "When the controller started, in seconds since 1970.");
        started.Add(status.Since.ToUnixTimeMilliseconds() / 1000.0);
        var problems = new FamilyBuilder("capstan_problems", MetricKind.Gauge, "Things that keep the stack from being as wanted.");
        problems.Add(status.Problems.Count);
        var happened = new FamilyBuilder("capstan_events_total", MetricKind.Counter, "Events by kind, since the controller started.");
        foreach (var (kind, count) in events.Counts().OrderBy(pair => pair.Key, StringComparer.Ordinal))
            happened.Add(count, ("kind", kind));

        return
        [
            info.Build(), started.Build(), problems.Build(), happened.Build(),
            .. GatewayMetrics.Collect(dataPlane), .. ServiceMetrics.Collect(status, dataPlane), .. ReplicaMetrics.Collect(status, dataPlane), .. DatabaseMetrics.Collect(status), .. ProcessMetrics.Collect(),
        ];
    }
}
