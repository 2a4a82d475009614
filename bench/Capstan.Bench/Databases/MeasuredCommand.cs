using System.Diagnostics;
using Capstan.Bench.Programs;

namespace Capstan.Bench.Databases;

/// <summary>A command of <c>capstan db</c> run to its end: how long it took, and its most memory.</summary>
/// <param name="Took">From its start to its end.</param>
/// <param name="Peak">Most resident bytes (VmHWM, looked at every 10 ms).</param>
internal sealed record MeasuredCommand(TimeSpan Took, long Peak)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs one.</summary>
    /// <exception cref="BenchException">It failed.</exception>
    public static async Task<MeasuredCommand> RunAsync(string url, IReadOnlyList<string> words, CancellationToken ending)
    {
        var begin = Stopwatch.GetTimestamp();
        await using var command = Child.Start(null, new Dictionary<string, string>(StringComparer.Ordinal), Repository.At("capstan"), ["db", .. words, "--url", url]);
        var peak = 0L;
        using var timer = new PeriodicTimer(Look);
        while (!command.HasExited)
        {
            peak = Math.Max(peak, ProcessTree.PeakResident(command.Pid));
            await timer.WaitForNextTickAsync(ending);
        }

        var took = Stopwatch.GetElapsedTime(begin);
        return command.ExitCode == 0 ? new MeasuredCommand(took, peak) : throw new BenchException($"capstan db {string.Join(' ', words)} ended with {command.ExitCode}: {command.LastWords}");
    }
}
