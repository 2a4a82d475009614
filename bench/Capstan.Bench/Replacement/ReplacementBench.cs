using Capstan.Bench.Programs;
using Capstan.Bench.Reports;
using Capstan.Bench.Stacks;

namespace Capstan.Bench.Replacement;

/// <summary>A replica is taken away under load: how long until its slot serves again on the same port, and what clients notice.</summary>
internal static class ReplacementBench
{
    private const int Replicas = 5;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // A replica that ends within 10 s of its first good answer counts as crashing, and its slot would wait before the next start.
    private static readonly TimeSpan Served = TimeSpan.FromSeconds(11);

    /// <summary>Measures; the table.</summary>
    public static async Task<string> RunAsync(BenchRun run)
    {
        var rounds = run.IsQuick ? 2 : 20;
        var table = new MarkdownTable(
            "", "rounds", "requests", "failed", "noticed, median ms", "worst ms", "ready on the same port, median ms", "worst ms", "slowest answer, median ms", "worst ms");
        await MeasureAsync(run, Blow.OfProcesses, rounds, table);
        if (await DockerEngine.WhyNotAsync(["users:selfieless", "acts:selfieless"], "Build the images with samples/selfieless-acts/build-images.sh.", run.Ending) is { } why)
            run.Say($"containers are left out: {why}");
        else
            await MeasureAsync(run, Blow.OfContainers, rounds, table);
        return table.ToString();
    }

    private static async Task MeasureAsync(BenchRun run, IReadOnlyList<Blow> blows, int rounds, MarkdownTable table)
    {
        foreach (var blow in blows)
        {
            await using var demo = await DemoStack.StartAsync(
                run, blow.IsDocker, $"services.acts.scale.min={Replicas}", $"services.acts.scale.max={Replicas}", "services.acts.scale.window=1h");
            table.Add(await MeasureAsync(run, demo, blow, rounds));
        }
    }

    private static async Task<string[]> MeasureAsync(BenchRun run, DemoStack demo, Blow blow, int rounds)
    {
        var (noticed, replaced, slowest) = (new Figures(), new Figures(), new Figures());
        using var load = new GetLoad(new Uri($"{demo.Url}/api/v1/categories"));
        using var loading = CancellationTokenSource.CreateLinkedTokenSource(run.Ending);
        var sending = load.RunAsync(loading.Token);
        try
        {
            for (var round = 1; round <= rounds; round++)
            {
                var victim = await VictimAsync(demo, run);
                var mark = demo.Events.Newest;
                load.TakeSlowest();
                var at = DateTimeOffset.UtcNow;
                await blow.StrikeAsync(victim, run.Ending);
                var failed = await demo.Events.FirstAsync($"acts/{victim.Slot} failed", mark, Limit, happened => happened.Kind == "replica.failed" && happened.IsAbout(DemoStack.Acts, victim.Slot));
                var ready = await demo.Events.FirstAsync($"acts/{victim.Slot} ready again", mark, Limit, happened => happened.Kind == "replica.ready" && happened.IsAbout(DemoStack.Acts, victim.Slot));
                if (ready.Figure("port") != victim.Port)
                    throw new BenchException($"acts/{victim.Slot} came back on port {ready.Figure("port")} instead of {victim.Port}");
                // Answers that waited for the replica have come by now, or come within a moment.
                await Task.Delay(300, run.Ending);
                noticed.Add((failed.Time - at).TotalMilliseconds);
                replaced.Add((ready.Time - at).TotalMilliseconds);
                slowest.Add(load.TakeSlowest().TotalMilliseconds);
                run.Say($"{blow.Name}, round {round} of {rounds}: acts/{victim.Slot} ready after {(ready.Time - at).TotalMilliseconds:0} ms, {load.Failed} of {load.Sent} failed so far");
            }
        }
        finally
        {
            await loading.CancelAsync();
            await sending;
        }

        if (load.Failed > 0)
            run.Say($"{blow.Name}: failed requests: {load.Faults}");
        return
        [
            blow.Name, $"{rounds}", $"{load.Sent:N0}", $"{load.Failed}", noticed.Median.ToString("0"), noticed.Most.ToString("0"), replaced.Median.ToString("0"), replaced.Most.ToString("0"),
            slowest.Median.ToString("0"), slowest.Most.ToString("0"),
        ];
    }

    /// <summary>The replica that has served longest, once all are ready and it has served long enough.</summary>
    private static async Task<ReplicaView> VictimAsync(DemoStack demo, BenchRun run)
    {
        var status = await demo.UntilAsync(
            $"{Replicas} replicas of acts, one of which has served for {Served.TotalSeconds:0} s", Limit,
            view => view.Service(DemoStack.Acts).Replicas is { Count: Replicas } replicas && replicas.All(replica => replica.State == "ready")
                && replicas.Min(replica => replica.Since) < DateTimeOffset.UtcNow - Served,
            run.Ending);
        return status.Service(DemoStack.Acts).Replicas.MinBy(replica => replica.Since)!;
    }
}
