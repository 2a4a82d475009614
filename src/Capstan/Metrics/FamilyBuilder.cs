using System.Globalization;
using Capstan.Gateway;

namespace Capstan.Metrics;

/// <summary>Gathers the values of one metric.</summary>
internal sealed class FamilyBuilder(string name, MetricKind kind, string help)
{
    private readonly List<MetricSample> _samples = [];

    /// <summary>Adds a value.</summary>
    public void Add(double value, params ReadOnlySpan<(string Name, string Value)> labels) => Add("", value, labels, null);

    /// <summary>Adds a histogram of request times.</summary>
    public void Add(LatencyReading latency, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var below = 0L;
        for (var i = 0; i < latency.Buckets.Count; i++)
        {
            below += latency.Buckets[i];
            var bound = i < latency.Bounds.Count ? latency.Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
            Add("_bucket", below, labels, bound);
        }

        Add("_sum", latency.SumSeconds, labels, null);

        // The buckets are read one by one while requests finish: their own total keeps the histogram consistent.
        Add("_count", below, labels, null);
    }

    /// <summary>The metric.</summary>
    public MetricFamily Build() => new(name, kind, help, _samples);

    private void Add(string suffix, double value, ReadOnlySpan<(string Name, string Value)> labels, string? bound)
    {
        var pairs = new List<KeyValuePair<string, string>>(labels.Length + 1);
        foreach (var (label, text) in labels)
            pairs.Add(new(label, text));
        if (bound is not null)
            pairs.Add(new("le", bound));
        _samples.Add(new MetricSample(suffix, pairs, value));
    }
}
