using Capstan.Bench.Reports;
using Capstan.Bench.Stacks;

namespace Capstan.Bench.Reaction;

/// <summary>From the end of a scaling window to the new replica at work.</summary>
internal static class ReactionBench
{
    private const int Burst = 20;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    // A health check has 500 ms for its answer, and a program that has just started may need much of that.
    private static readonly TimeSpan LongerThanChecks = TimeSpan.FromMilliseconds(700);

    /// <summary>Measures; the table.</summary>
    public static async Task<string> RunAsync(BenchRun run)
    {
        var rounds = run.IsQuick ? 2 : 10;
        await using var demo = await DemoStack.StartAsync(run, isDocker: false, "services.acts.scale.window=5s");
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var (decided, started, ready, traffic) = (new Figures(), new Figures(), new Figures(), new Figures());
        for (var round = 1; round <= rounds; round++)
        {
            await demo.UntilAsync("one replica of acts", Limit, view => view.Service(DemoStack.Acts) is { Wanted: 1, Replicas: [{ State: "ready" }] }, run.Ending);
            var end = await BurstAsync(demo, client, run);
            var mark = demo.Events.Newest;
            using var asking = CancellationTokenSource.CreateLinkedTokenSource(run.Ending);
            var load = AskAsync(demo, client, asking.Token);
            var scale = await demo.Events.FirstAsync("the window is decided", mark, Limit, happened => happened is { Kind: "scale.decided", Service: DemoStack.Acts } && happened.Figure("to") == 2);
            var start = await demo.Events.FirstAsync("acts/1 started", scale.Id, Limit, happened => happened.Kind == "replica.started" && happened.IsAbout(DemoStack.Acts, 1));
            var serving = ServingAsync((int)start.Figure("port")!.Value, run.Ending);
            var up = await demo.Events.FirstAsync("acts/1 ready", start.Id, Limit, happened => happened.Kind == "replica.ready" && happened.IsAbout(DemoStack.Acts, 1));
            var first = await serving;
            await asking.CancelAsync();
            await load;
            decided.Add((scale.Time - end).TotalMilliseconds);
            started.Add((start.Time - end).TotalMilliseconds);
            ready.Add((up.Time - end).TotalMilliseconds);
            traffic.Add((first - end).TotalMilliseconds);
            run.Say($"round {round} of {rounds}: ready {(up.Time - end).TotalMilliseconds:0} ms and serving {(first - end).TotalMilliseconds:0} ms after the window's end");
        }

        var table = new MarkdownTable("ms after the window's end", "median", "least", "worst");
        foreach (var (name, of) in new[] { ("decided", decided), ("replica started", started), ("replica ready", ready), ("first request at the replica", traffic) })
            table.Add(name, of.Median.ToString("0"), of.Least.ToString("0"), of.Most.ToString("0"));
        return $"{rounds} rounds\n\n{table}";
    }

    /// <summary>A burst that falls into one window; when that window ends.</summary>
    private static async Task<DateTimeOffset> BurstAsync(DemoStack demo, HttpClient client, BenchRun run)
    {
        // Windows tick on from the first request; a burst is sent only when enough of the running one is left.
        await demo.UntilAsync(
            "a window with time left", Limit,
            view => view.Service(DemoStack.Acts).Window is not { } window || window.EndsAt - DateTimeOffset.UtcNow > TimeSpan.FromSeconds(2), run.Ending);
        for (var i = 0; i < Burst; i++)
        {
            using var answer = await client.GetAsync(new Uri($"{demo.Url}/api/v1/categories"), run.Ending);
        }

        var status = await demo.UntilAsync("the burst is counted", Limit, view => view.Service(DemoStack.Acts).Window is { Count: >= Burst }, run.Ending);
        return status.Service(DemoStack.Acts).Window!.EndsAt;
    }

    /// <summary>Light traffic on a path that no window counts, so that a ready replica gets its first request at once.</summary>
    private static async Task AskAsync(DemoStack demo, HttpClient client, CancellationToken ending)
    {
        try
        {
            while (true)
            {
                using var answer = await client.GetAsync(new Uri($"{demo.Url}/api/v1/_health"), ending);
                await Task.Delay(5, ending);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The round has what it wanted.
        }
    }

    /// <summary>
    /// When the gateway's own connection to a replica appeared: it is opened by the first request and stays, a health check's is closed
    /// with the check.
    /// </summary>
    private static async Task<DateTimeOffset> ServingAsync(int port, CancellationToken ending)
    {
        var seen = new Dictionary<int, DateTimeOffset>();
        var begin = DateTimeOffset.UtcNow;
        while (DateTimeOffset.UtcNow - begin < Limit)
        {
            var now = DateTimeOffset.UtcNow;
            var clients = TcpTable.ClientsOf(port);
            foreach (var gone in seen.Keys.Where(client => !clients.Contains(client)).ToList())
                seen.Remove(gone);
            foreach (var client in clients)
                seen.TryAdd(client, now);
            if (seen.Values.Where(first => now - first > LongerThanChecks).OrderBy(first => first).ToList() is [var oldest, ..])
                return oldest;
            await Task.Delay(2, ending);
        }

        throw new BenchException($"the replica on port {port} got no traffic within {Limit.TotalSeconds:0} s");
    }
}
