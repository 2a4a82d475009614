namespace Capstan.Bench.Stacks;

/// <summary>What the bench needs of a running scaling window.</summary>
internal sealed record WindowView(long Index, long Count, DateTimeOffset EndsAt);
