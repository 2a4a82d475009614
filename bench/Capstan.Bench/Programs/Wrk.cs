using System.Globalization;

namespace Capstan.Bench.Programs;

/// <summary>The load generator <c>wrk</c>, one thread of it.</summary>
internal static class Wrk
{
    /// <summary>Puts load on a URL for some seconds. Each connection sends its next request when the last one is answered.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="script">File below <c>bench/</c> that says what is sent; it reports as <c>forwarding/get.lua</c> does.</param>
    /// <param name="connections">Keep-alive connections.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="cores">The cores that it is pinned to; null for none.</param>
    /// <param name="words">Arguments of the script.</param>
    /// <param name="ending">Ends it early.</param>
    /// <exception cref="BenchException">wrk failed or its answer cannot be read.</exception>
    public static async Task<ClientReport> RunAsync(
        string url, string script, int connections, int seconds, string? cores, IEnumerable<string> words, CancellationToken ending)
    {
        string[] wrk = ["wrk", "-t", "1", "-c", $"{connections}", "-d", $"{seconds}s", "-s", Repository.At("bench", script), url, "--", .. words];
        var output = cores is not null
            ? await Command.RunAsync("taskset", ["-c", cores, .. wrk], ending)
            : await Command.RunAsync(wrk[0], wrk[1..], ending);
        var line = output.Split('\n').LastOrDefault(line => line.StartsWith("BENCH ", StringComparison.Ordinal))
            ?? throw new BenchException($"wrk did not report on {url}: {output}");
        var numbers = line.Split(' ').Skip(1).Select(word => long.Parse(word, CultureInfo.InvariantCulture)).ToList();
        return new ClientReport(numbers[0], numbers[1] / 1e6, numbers[2], numbers[3] / 1e3, numbers[4] / 1e3, numbers[5] / 1e3, numbers[6] / 1e3, numbers[7] / 1e6);
    }
}
