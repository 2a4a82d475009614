using Capstan.Gateway;

namespace Capstan.Metrics;

/// <summary>The metrics of the gateway itself.</summary>
internal static class GatewayMetrics
{
    /// <summary>All of them, now; none of the access log without one.</summary>
    public static IEnumerable<MetricFamily> Collect(IDataPlane dataPlane)
    {
        if (dataPlane.ReadAccessLog() is not { } log)
            return [];
        var lines = new FamilyBuilder("capstan_access_log_lines_total", MetricKind.Counter, "Lines written to the access log.");
        lines.Add(log.Lines);
        var dropped = new FamilyBuilder("capstan_access_log_dropped_total", MetricKind.Counter, "Lines of the access log that were dropped.");
        dropped.Add(log.Dropped);
        return [lines.Build(), dropped.Build()];
    }
}
