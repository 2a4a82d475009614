using Capstan.Bench.Programs;

namespace Capstan.Bench.Forwarding;

/// <summary>The same number of GETs of 60 bytes a second for every system, so that latencies can be held against each other.</summary>
/// <param name="PerConnection">Requests a second on each connection.</param>
/// <param name="Connections">Connections. One whose answer is not there when its next request is due sends that late.</param>
/// <param name="Rounds">How often each system has its turn.</param>
/// <param name="Seconds">Length of a turn.</param>
/// <param name="Log">File for the times of a turn.</param>
internal sealed record PacedLoad(int PerConnection, int Connections, int Rounds, int Seconds, string Log) : ITurnLoad
{
    /// <inheritdoc />
    public string Name => $"{PerConnection * Connections:#,0} GETs of 60 bytes a second, {Connections} connections";

    /// <inheritdoc />
    public ITurnLoad Quick() => this with { Rounds = 1, Seconds = 1 };

    /// <inheritdoc />
    public async Task<ClientReport> RunAsync(string url, string cores, int seconds, CancellationToken ending)
    {
        var report = await H2Load.RunAsync(url, Connections, seconds, cores, Log, ["--h1", "--rps", $"{PerConnection}"], ending);
        var times = report.Times;
        return new ClientReport(
            report.Succeeded, seconds, report.Done - report.Succeeded, times.At(0.5), times.At(0.99), times.At(0.999), times.Count == 0 ? 0 : times.Most, report.Cpu);
    }
}
