using System.Runtime.InteropServices;
using Capstan.Bench;
using Capstan.Bench.Reports;
using Capstan.Bench.Soak;

using var ending = new CancellationTokenSource();
PosixSignal[] ends = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
var registrations = ends.Select(signal => PosixSignalRegistration.Create(signal, raised =>
{
    // What was started has to be ended first; the second signal ends at once.
    raised.Cancel = !ending.IsCancellationRequested;
    ending.Cancel();
})).ToList();
if (args is ["soak", .. var soak])
    return await SoakProgram.RunAsync(soak, ending.Token);
var parts = Parts.All();
string[] known = [.. parts.SelectMany(part => part.Groups).Concat(parts.Select(part => part.Name)).Distinct(), "all"];
var words = args.Where(arg => !arg.StartsWith('-')).DefaultIfEmpty("all").ToList();
if (words is not [var word] || !known.Contains(word) || args.Any(arg => arg.StartsWith('-') && arg is not ("--quick" or "--print")))
{
    await Console.Error.WriteLineAsync($"usage: bench/run [{string.Join('|', known)}] [--quick] [--print]");
    return 2;
}

var failed = new List<string>();
using var run = new BenchRun(args.Contains("--quick"), ending.Token);
foreach (var part in parts.Where(part => word == "all" || part.Groups.Contains(word) || word == part.Name))
{
    try
    {
        run.Say($"{part.Name} …");
        var facts = await RunFacts.DescribeAsync(run, $"bench/run {part.Groups[0]}", part.Tools);
        var text = $"{facts}\n\n{await part.MeasureAsync(run)}";
        if (args.Contains("--print"))
            Console.WriteLine($"\n{text}\n");
        else
            BenchmarkPage.Replace(part.Name, text);
    }
    catch (Exception fault) when (fault is BenchException or HttpRequestException or IOException or TimeoutException || (fault is OperationCanceledException && !ending.IsCancellationRequested))
    {
        // One part that cannot be measured leaves the others their turn; its old figures stay on the page.
        run.Say($"{part.Name} failed: {fault.Message}");
        failed.Add(part.Name);
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
