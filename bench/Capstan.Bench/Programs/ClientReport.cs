namespace Capstan.Bench.Programs;

/// <summary>
/// What a load generator saw in one turn; latencies in milliseconds, its own CPU time in seconds, without what making the requests took.
/// </summary>
internal sealed record ClientReport(long Requests, double Seconds, long Errors, double P50, double P99, double P999, double Worst, double Cpu);
