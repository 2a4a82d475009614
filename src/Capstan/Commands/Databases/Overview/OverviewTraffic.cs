namespace Capstan.Commands.Databases.Overview;

/// <summary>Calls of a database's API.</summary>
/// <param name="Reads">Reads since the API started.</param>
/// <param name="Writes">Writes since then.</param>
/// <param name="Errors">Answers of class 5xx since then.</param>
/// <param name="ReadsPerSecond">Reads a second, over the last few seconds.</param>
/// <param name="WritesPerSecond">Writes a second, over the last few seconds.</param>
internal sealed record OverviewTraffic(long Reads, long Writes, long Errors, double ReadsPerSecond, double WritesPerSecond);
