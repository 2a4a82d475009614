namespace Capstan.Metrics;

/// <summary>One value of a metric.</summary>
/// <param name="Suffix">What follows the metric's name: empty, or <c>_bucket</c>, <c>_sum</c>, <c>_count</c> of a histogram.</param>
/// <param name="Labels">Names and values of its labels.</param>
/// <param name="Value">The value, in the unit that the metric's name ends with.</param>
public sealed record MetricSample(string Suffix, IReadOnlyList<KeyValuePair<string, string>> Labels, double Value);
