using Capstan.Bench.Reports;

namespace Capstan.Bench.Programs;

/// <summary>What h2load saw in one turn.</summary>
/// <param name="Done">Requests that ended.</param>
/// <param name="Succeeded">Those of them that were answered with success.</param>
/// <param name="Bytes">Bytes of data in the answers.</param>
/// <param name="Times">Time of each request, milliseconds.</param>
/// <param name="Cpu">Its own CPU seconds.</param>
/// <param name="Output">What it printed.</param>
internal sealed record H2LoadReport(long Done, long Succeeded, long Bytes, Figures Times, double Cpu, string Output);
