namespace Capstan.Metrics;

/// <summary>A metric with all its values at one moment.</summary>
/// <param name="Name">Its name; units are seconds and bytes.</param>
/// <param name="Kind">What its values mean over time.</param>
/// <param name="Help">One sentence on what it counts.</param>
/// <param name="Samples">Its values.</param>
public sealed record MetricFamily(string Name, MetricKind Kind, string Help, IReadOnlyList<MetricSample> Samples);
