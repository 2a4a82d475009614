using System.Runtime.InteropServices;
using Capstan.Bench;
using Capstan.Bench.Forwarding;
using Capstan.Bench.Memory;
using Capstan.Bench.Reaction;
using Capstan.Bench.Replacement;
using Capstan.Bench.Reports;

const string Usage = "usage: bench/run [forwarding|memory|reaction|replacement|all] [--quick] [--print]";

var parts = new Dictionary<string, Func<BenchRun, Task<string>>>(StringComparer.Ordinal)
{
    ["forwarding"] = ForwardingBench.RunAsync,
    ["memory"] = MemoryBench.RunAsync,
    ["reaction"] = ReactionBench.RunAsync,
    ["replacement"] = ReplacementBench.RunAsync,
};
var words = args.Where(arg => !arg.StartsWith('-')).DefaultIfEmpty("all").ToList();
if (words is not [var part] || (part != "all" && !parts.ContainsKey(part)) || args.Any(arg => arg.StartsWith('-') && arg is not ("--quick" or "--print")))
{
    await Console.Error.WriteLineAsync(Usage);
    return 2;
}

using var ending = new CancellationTokenSource();
PosixSignal[] ends = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
var registrations = ends.Select(signal => PosixSignalRegistration.Create(signal, raised =>
{
    // What was started has to be ended first; the second signal ends at once.
    raised.Cancel = !ending.IsCancellationRequested;
    ending.Cancel();
})).ToList();
var failed = new List<string>();
using var run = new BenchRun(args.Contains("--quick"), ending.Token);
foreach (var (name, measure) in parts.Where(entry => part == "all" || entry.Key == part))
{
    try
    {
        run.Say($"{name} …");
        var text = $"{await RunFacts.DescribeAsync(run, $"bench/run {name}")}\n\n{await measure(run)}";
        if (args.Contains("--print"))
            Console.WriteLine($"\n{text}\n");
        else
            BenchmarkPage.Replace(name, text);
    }
    catch (BenchException fault)
    {
        // One part that cannot be measured leaves the others their turn; its old figures stay on the page.
        run.Say($"{name} failed: {fault.Message}");
        failed.Add(name);
    }
    catch (OperationCanceledException) when (ending.IsCancellationRequested)
    {
        run.Say("interrupted");
        return 130;
    }
}

registrations.ForEach(registration => registration.Dispose());
run.Say(failed.Count == 0 ? "done" : $"done, without {string.Join(", ", failed)}");
return failed.Count == 0 ? 0 : 1;
