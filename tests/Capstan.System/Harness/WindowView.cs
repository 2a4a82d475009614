namespace Capstan.SystemTests.Harness;

/// <summary>A scaling window in the status.</summary>
internal sealed record WindowView(long Index, long Count, double Length, DateTimeOffset EndsAt, int Next, long? More);
