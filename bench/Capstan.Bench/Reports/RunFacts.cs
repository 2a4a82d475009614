using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Capstan.Bench.Programs;

namespace Capstan.Bench.Reports;

/// <summary>When and on what a part was measured.</summary>
internal static partial class RunFacts
{
    /// <summary>One paragraph: date, command, machine, versions, and what else was running.</summary>
    public static async Task<string> DescribeAsync(BenchRun run, string command)
    {
        var cpu = (await File.ReadAllLinesAsync("/proc/cpuinfo", run.Ending)).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        var kernel = (await File.ReadAllTextAsync("/proc/sys/kernel/osrelease", run.Ending)).Trim();
        var load = (await File.ReadAllTextAsync("/proc/loadavg", run.Ending)).Split(' ')[0];
        string[] versions =
        [
            $"Capstan {await VersionAsync(run, Repository.At("capstan"), "version")}",
            $".NET {Environment.Version}",
            $"nginx {await VersionAsync(run, "nginx", "-v")}",
            $"HAProxy {await VersionAsync(run, "haproxy", "-v")}",
            $"Caddy {await VersionAsync(run, "caddy", "version")}",
        ];
        return $"Measured {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm} UTC with `{command}{(run.IsQuick ? " --quick" : "")}`, on {Environment.ProcessorCount} cores ({cpu ?? RuntimeInformation.ProcessArchitecture.ToString()}), "
            + $"Linux {kernel}; {string.Join(", ", versions)}. Load average before it began: {load}.";
    }

    private static async Task<string> VersionAsync(BenchRun run, string program, string argument)
    {
        var output = await Command.RunAsync(program, [argument], run.Ending);
        return Number().Match(output) is { Success: true } number ? number.Value : output.Trim();
    }

    [GeneratedRegex(@"\d+\.\d+(\.\d+)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();
}
