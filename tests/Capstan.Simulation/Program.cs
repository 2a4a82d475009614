using System.Diagnostics;
using System.Globalization;
using Capstan.Simulation.Ledgers;
using Capstan.Simulation.Mutants;
using Capstan.Simulation.Worlds;

namespace Capstan.Simulation;

/// <summary>
/// <c>--seeds N [--from N] [--mutant NAME | --theme NAME] [--most VIOLATIONS]</c> runs so many worlds, <c>--trace SEED [--mutant NAME | --theme NAME]</c>
/// tells one; anything else runs the tests. A mutant has its own theme.
/// </summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (!args.Any(arg => arg is "--seeds" or "--trace"))
            return Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args).GetAwaiter().GetResult();
        if (Option(args, "--mutant") is not null && Option(args, "--theme") is not null)
        {
            Console.Error.WriteLine("A mutant has a theme of its own: give --mutant or --theme, not both.");
            return 2;
        }

        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var mutant = Option(args, "--theme") is { } theme ? new Themed(theme) : Simulation.Mutants.Mutants.Named(Option(args, "--mutant") ?? "");
        if (Option(args, "--trace") is { } traced)
            return Trace(int.Parse(traced), mutant);
        return Many(int.Parse(Option(args, "--from") ?? "0"), int.Parse(Option(args, "--seeds")!), mutant, args);
    }

    private static int Many(int from, int count, Mutant mutant, string[] args)
    {
        var watch = Stopwatch.StartNew();
        var outcome = Runs.Of(from, count, mutant, most: int.Parse(Option(args, "--most") ?? "2147483647"));
        Console.WriteLine(outcome);
        Console.WriteLine($"  {count} seeds from {from} in {watch.Elapsed.TotalSeconds:0.0} s");
        return outcome.Violations.Count == 0 ? 0 : 1;
    }

    private static int Trace(int seed, Mutant mutant)
    {
        try
        {
            new World(seed, mutant, Console.WriteLine).Run();
            Console.WriteLine("no violation");
            return 0;
        }
        catch (Exception fault)
        {
            Console.WriteLine(fault is ViolationException ? fault.Message : fault.ToString());
            return 1;
        }
    }

    private static string? Option(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }
}
