using System.Diagnostics;
using System.Globalization;

namespace Capstan.Gateway.Fuzz;

/// <summary>
/// <c>--inputs N [--seed S]</c> tries so many inputs, <c>--show N [--seed S]</c> tells what the planes make of one; anything else runs
/// the tests.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (!args.Any(arg => arg is "--inputs" or "--show"))
            return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var seed = ulong.Parse(Option(args, "--seed") ?? "1");
        if (Option(args, "--show") is { } shown)
        {
            await FuzzRun.ShowAsync(seed, long.Parse(shown), Console.Out);
            return 0;
        }

        var watch = Stopwatch.StartNew();
        var run = await FuzzRun.RunAsync(seed, long.Parse(Option(args, "--inputs")!));
        Console.WriteLine(run);
        Console.WriteLine($"  seed {seed}, {watch.Elapsed.TotalSeconds:0.0} s");
        return run.Faults.IsEmpty ? 0 : 1;
    }

    private static string? Option(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }
}
