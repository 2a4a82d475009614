using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Capstan.Bench.Programs;

namespace Capstan.Bench.Reports;

/// <summary>When and on what a part was measured.</summary>
internal static partial class RunFacts
{
    /// <summary>One paragraph: date, command, machine, versions, and what else was running.</summary>
    /// <param name="run">The run.</param>
    /// <param name="command">What has the same measured again.</param>
    /// <param name="tools">Programs that had a share in it, each with the command that prints its version.</param>
    public static async Task<string> DescribeAsync(BenchRun run, string command, IEnumerable<(string Name, string[] Command)> tools)
    {
        var cpu = (await File.ReadAllLinesAsync("/proc/cpuinfo", run.Ending)).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        var kernel = (await File.ReadAllTextAsync("/proc/sys/kernel/osrelease", run.Ending)).Trim();
        var load = (await File.ReadAllTextAsync("/proc/loadavg", run.Ending)).Split(' ')[0];
        List<string> versions = [$"Capstan {await VersionAsync(run, Repository.At("capstan"), "version")}", $".NET {Environment.Version}"];
        foreach (var (name, print) in tools)
            versions.Add($"{name} {await VersionAsync(run, print)}");
        return $"Measured {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm} UTC with `{command}{(run.IsQuick ? " --quick" : "")}`, on {Environment.ProcessorCount} cores ({cpu ?? RuntimeInformation.ProcessArchitecture.ToString()}), "
            + $"Linux {kernel}; {string.Join(", ", versions)}. Load average before it began: {load}.";
    }

    private static async Task<string> VersionAsync(BenchRun run, params string[] command)
    {
        var output = await Command.RunAsync(command[0], command[1..], run.Ending);
        return Number().Match(output) is { Success: true } number ? number.Value : output.Trim();
    }

    [GeneratedRegex(@"\d+\.\d+(\.\d+)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();
}
