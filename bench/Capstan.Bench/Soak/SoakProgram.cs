using Capstan.Bench.Programs;

namespace Capstan.Bench.Soak;

/// <summary>
/// Clients come and go over a gateway for a time: every answer is right, and neither file descriptors nor memory grow once it is warm. Compared are
/// the second quarter of the time and the last; and the descriptors before the first client and after the last.
/// </summary>
internal static class SoakProgram
{
    private const int Clients = 16;
    private const int Interrupted = 130;

    /// <summary>Descriptors that may be open in the end beyond those of the beginning: idle connections to the backend, which close by themselves later.</summary>
    private const int MoreDescriptors = 2 * Clients;

    /// <summary>How far the median of the last quarter may lie above that of the second: MiB, and as a share.</summary>
    private const double MoreMib = 24;

    private const double MoreShare = 0.1;

    /// <summary>Runs a soak; 0 when all was well, 1 when not, 2 for wrong words, 130 when it was interrupted.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> words, CancellationToken ending)
    {
        if (SoakPlan.Read(words) is not { } plan)
        {
            await Console.Error.WriteLineAsync(SoakPlan.Usage);
            return 2;
        }

        using var run = new BenchRun(isQuick: false, ending);
        IReadOnlyList<string> faults;
        try
        {
            faults = await RunAsync(run, plan);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return Interrupted;
        }

        foreach (var fault in faults.Take(20))
            Console.WriteLine($"FAULT {fault}");
        Console.WriteLine(faults.Count == 0 ? "soak: all was well" : $"soak: {faults.Count} faults");
        return faults.Count == 0 ? 0 : 1;
    }

    private static async Task<IReadOnlyList<string>> RunAsync(BenchRun run, SoakPlan plan)
    {
        await using var backend = await SoakBackend.StartAsync(run.Ending);
        var place = new SoakPlace(run.NewFolder("soak"), FreePorts.One(), backend.Port);
        await using var gateway = place.Start(plan);
        await Ready.AnswersAsync($"http://127.0.0.1:{place.Listen}/", gateway, TimeSpan.FromSeconds(60), run.Ending);
        var watch = new ResourceWatch(gateway.Pid);
        var before = watch.Descriptors;
        var tally = new SoakTally();
        await ChurnAsync(run, plan, place.Listen, watch, tally);
        var faults = tally.Faults.Concat(Judge(run, plan.Length, watch)).ToList();
        if (gateway.HasExited)
            faults.Add($"the gateway ended: {gateway.LastWords}");
        else if (!await SettlesAsync(watch, before + MoreDescriptors, run.Ending))
            faults.Add($"{watch.Descriptors} descriptors are open after the last client, {before} were before the first");
        run.Say($"{tally.Done} things done in {plan.Length}, {tally.Faults.Count} wrong");
        return faults;
    }

    private static async Task ChurnAsync(BenchRun run, SoakPlan plan, int port, ResourceWatch watch, SoakTally tally)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(run.Ending);
        end.CancelAfter(plan.Length);
        var watching = watch.RunAsync(end.Token);
        var clients = Enumerable.Range(1, Clients).Select(number => new SoakClient(port, number, servesHalfClosed: plan.Plane == "fast", tally)).ToList();
        await Task.WhenAll(clients.Select(client => client.RunAsync(end.Token)));
        await watching;
        clients.ForEach(client => client.Dispose());
        run.Ending.ThrowIfCancellationRequested();
    }

    private static IEnumerable<string> Judge(BenchRun run, TimeSpan length, ResourceWatch watch)
    {
        var (early, late) = (watch.MibIn(length / 4, length / 2), watch.MibIn(length * 3 / 4, length));
        var (few, many) = (watch.DescriptorsIn(length / 4, length / 2), watch.DescriptorsIn(length * 3 / 4, length));
        run.Say($"resident MiB {early.Text("0.0")}, then {late.Text("0.0")}; descriptors {few.Text("0")}, then {many.Text("0")}");
        if (late.Median > early.Median + Math.Max(MoreMib, early.Median * MoreShare))
            yield return $"memory grew from {early.Median:0.0} to {late.Median:0.0} MiB";
        if (many.Median > few.Median + MoreDescriptors)
            yield return $"descriptors grew from {few.Median:0} to {many.Median:0}";
    }

    private static async Task<bool> SettlesAsync(ResourceWatch watch, int most, CancellationToken ending)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var looks = 0; looks < 100 && await timer.WaitForNextTickAsync(ending); looks++)
        {
            if (watch.Descriptors <= most)
                return true;
        }

        return false;
    }
}
