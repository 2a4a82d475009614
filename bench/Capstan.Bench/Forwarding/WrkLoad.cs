using System.Globalization;
using Capstan.Bench.Programs;

namespace Capstan.Bench.Forwarding;

/// <summary>One kind of load.</summary>
/// <param name="Name">Heading of its table.</param>
/// <param name="Connections">Keep-alive connections, each with one request in flight at any time.</param>
/// <param name="Script">File of <c>bench/forwarding</c> that says what is sent.</param>
/// <param name="Rounds">How often each system has its turn.</param>
/// <param name="Seconds">Length of a turn.</param>
internal sealed record WrkLoad(string Name, int Connections, string Script, int Rounds, int Seconds)
{
    /// <summary>Puts the load on a URL, from one core, for some seconds.</summary>
    /// <exception cref="BenchException">wrk failed or its answer cannot be read.</exception>
    public async Task<WrkResult> RunAsync(string url, int core, int seconds, CancellationToken ending)
    {
        var output = await Command.RunAsync(
            "taskset", ["-c", $"{core}", "wrk", "-t", "1", "-c", $"{Connections}", "-d", $"{seconds}s", "-s", Repository.At("bench", "forwarding", Script), url], ending);
        var line = output.Split('\n').LastOrDefault(line => line.StartsWith("BENCH ", StringComparison.Ordinal))
            ?? throw new BenchException($"wrk did not report on {url}: {output}");
        var numbers = line.Split(' ').Skip(1).Select(word => long.Parse(word, CultureInfo.InvariantCulture)).ToList();
        return new WrkResult(numbers[0], numbers[1] / 1e6, numbers[2], numbers[3] / 1e3, numbers[4] / 1e3, numbers[5] / 1e3, numbers[6] / 1e3);
    }
}
