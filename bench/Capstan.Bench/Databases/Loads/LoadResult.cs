namespace Capstan.Bench.Databases.Loads;

/// <summary>One turn of one system.</summary>
/// <param name="Done">Operations that succeeded.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Errors">Operations that failed.</param>
/// <param name="P50">Latency in milliseconds that half of them stayed below.</param>
/// <param name="P99">Latency in milliseconds that all but one of a hundred stayed below.</param>
/// <param name="ServerCpu">CPU seconds of the system: of all its processes, then of parts that are shown by themselves.</param>
/// <param name="ClientCpu">CPU seconds of the load generator.</param>
internal sealed record LoadResult(long Done, double Seconds, long Errors, double P50, double P99, IReadOnlyList<double> ServerCpu, double ClientCpu);
