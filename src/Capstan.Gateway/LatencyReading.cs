namespace Capstan.Gateway;

/// <summary>Distribution of request times since the start.</summary>
/// <param name="Count">Finished requests.</param>
/// <param name="SumSeconds">Their times added up.</param>
/// <param name="Bounds">Upper bounds of the buckets in seconds, ascending; a last bucket without bound follows.</param>
/// <param name="Buckets">Requests per bucket (not cumulative); one more than <paramref name="Bounds"/>.</param>
public sealed record LatencyReading(long Count, double SumSeconds, IReadOnlyList<double> Bounds, IReadOnlyList<long> Buckets);
