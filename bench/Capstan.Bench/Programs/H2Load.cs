using System.Globalization;
using System.Text.RegularExpressions;
using Capstan.Bench.Reports;

namespace Capstan.Bench.Programs;

/// <summary>The load generator <c>h2load</c>, one thread of it.</summary>
internal static partial class H2Load
{
    /// <summary>Puts load on a URL for some seconds.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="connections">Keep-alive connections.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="cores">The cores that it is pinned to; null for none.</param>
    /// <param name="log">File for the time of each request; replaced.</param>
    /// <param name="options">More of its options.</param>
    /// <param name="ending">Ends it early.</param>
    /// <exception cref="BenchException">h2load failed or its answer cannot be read.</exception>
    public static async Task<H2LoadReport> RunAsync(
        string url, int connections, int seconds, string? cores, string log, IEnumerable<string> options, CancellationToken ending)
    {
        File.Delete(log);
        string[] h2load = ["h2load", "-c", $"{connections}", "-t", "1", "-D", $"{seconds}", "--log-file", log, .. options, url];
        var before = EndedChildren.CpuSeconds();
        var output = cores is not null
            ? await Command.RunAsync("taskset", ["-c", cores, .. h2load], ending)
            : await Command.RunAsync(h2load[0], h2load[1..], ending);
        var cpu = EndedChildren.CpuSeconds() - before;
        if (Summary().Match(output) is not { Success: true } found)
            throw new BenchException($"h2load did not report on {url}: {output}");
        var times = new Figures(File.ReadLines(log).Select(line => double.Parse(line.Split('\t')[2], CultureInfo.InvariantCulture) / 1e3));
        return new H2LoadReport(Number(found, "done"), Number(found, "succeeded"), Number(found, "bytes"), times, cpu, output);
    }

    private static long Number(Match found, string name) => long.Parse(found.Groups[name].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"requests: .* (?<done>\d+) done, (?<succeeded>\d+) succeeded.*\((?<bytes>\d+)\) data", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Summary();
}
