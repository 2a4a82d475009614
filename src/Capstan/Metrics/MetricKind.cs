namespace Capstan.Metrics;

/// <summary>What a metric's value means over time.</summary>
public enum MetricKind
{
    /// <summary>A value that goes up and down.</summary>
    Gauge,

    /// <summary>A total that only goes up; it starts at 0 again with the controller.</summary>
    Counter,

    /// <summary>Cumulative buckets with a sum and a count.</summary>
    Histogram,
}
