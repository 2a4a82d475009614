using Capstan.History;
using Capstan.SystemTests.Faults;
using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Servers;

namespace Capstan.SystemTests.Databases;

/// <summary>The leader is killed under load, again and again: no acknowledged write is lost or done twice.</summary>
[Collection(nameof(Alone))]
public sealed class LeaderCrashTests
{
    private static readonly TimeSpan BackMargin = TimeSpan.FromSeconds(3);

    [Theory, OnEngines(ContainersInUsualRounds = true)]
    public Task Kill_LeaderUnderLoad_WritesGoOnAndNothingIsLost(Engine engine) => DatabaseUnderTest.RunAsync(new DatabaseDraft { Engine = engine }, async database =>
    {
        var plan = new RegisterPlan();
        var rounds = Rounds.Of(3, 20);
        List<TimeSpan> times = [];
        await using var load = RegisterLoad.Start(database.Draft.Port, plan);
        for (var round = 0; round < rounds; round++)
        {
            await database.HealedAsync();
            await load.MoreAsync(Random.Shared.Next(50, 300), TimeSpan.FromSeconds(20));
            var leader = await database.LeaderAsync();
            Signals.Send(leader.Pid!.Value, Signals.Kill);
            var begin = TimeProvider.System.GetTimestamp();
            await database.NextLeaderAsync(leader, database.Draft.Session + BackMargin);
            await load.MoreAsync(10, database.Draft.Session + BackMargin);
            times.Add(TimeProvider.System.GetElapsedTime(begin));
        }

        var calls = await load.StopAsync();
        var report = await database.JudgeAsync(calls);
        var unknown = calls.Where(call => call.Kind != CallKind.Read && call.Outcome == Outcome.Unknown).Select(call => call.Request).Distinct().Count();
        Assert.InRange(unknown, 0, rounds * plan.Writers);
        Assert.DoesNotContain(calls, call => call.Kind == CallKind.Read && call.Outcome != Outcome.Ok);
        Assert.All(times, time => Assert.InRange(time, TimeSpan.Zero, database.Draft.Session + BackMargin));

        var figures = new Figures(database.Title("killed leader"));
        figures.AddTimes("kill to ten more acknowledged writes", times);
        figures.Add("unknown outcomes", unknown);
        figures.Add("reads", calls.Count(call => call.Kind == CallKind.Read));
        figures.Add(report.Counters);
        figures.Keep();
    });

    [Theory, OnEngines(ServersInFullRoundsOnly = true)]
    public Task Kill_EachNewLeaderAtOnce_NothingIsLostAndRestartsDoNotWait(Engine engine) => DatabaseUnderTest.RunAsync(new DatabaseDraft { Engine = engine }, async database =>
    {
        var rounds = Rounds.Of(4, 10);
        await using var load = RegisterLoad.Start(database.Draft.Port);
        await load.MoreAsync(100, TimeSpan.FromSeconds(20));
        var leader = await database.LeaderAsync();
        var last = await database.Stack.LastEventAsync();
        var unready = 0;
        var begin = TimeProvider.System.GetTimestamp();
        for (var round = 0; round < rounds; round++)
        {
            unready += leader.IsReady ? 0 : 1;
            Signals.TrySend(leader.Pid!.Value, Signals.Kill);
            (leader, _) = await database.NextLeaderAsync(leader, TimeSpan.FromSeconds(10));
        }

        var cascade = TimeProvider.System.GetElapsedTime(begin);
        await load.MoreAsync(50, TimeSpan.FromSeconds(10));
        var calls = await load.StopAsync();
        var report = await database.JudgeAsync(calls);

        // Only an end before it was ready makes the next start of a worker wait.
        var waits = (await database.Stack.Admin.EventsAsync(last)).Where(happened => happened.Kind == "slot.backoff").ToList();
        Assert.True(waits.Count <= unready, $"{unready} were killed before they were ready: {string.Join('\n', waits)}");
        var figures = new Figures(database.Title("leaders killed in a row"));
        figures.Add("leaders killed", rounds);
        figures.Add("time for all of them (s)", cascade.TotalSeconds);
        figures.Add(report.Counters);
        figures.Keep();
    });

    [Theory, OnEngines(ServersInFullRoundsOnly = true)]
    public Task Kill_AllButOneWorker_TheLastOneLeadsAndServes(Engine engine) => DatabaseUnderTest.RunAsync(new DatabaseDraft { Engine = engine }, async database =>
    {
        await using var load = RegisterLoad.Start(database.Draft.Port);
        await load.MoreAsync(100, TimeSpan.FromSeconds(20));
        var status = await database.HealedAsync();
        var last = status.ByPid[^1].Pid!.Value;
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken))
        {
            var keeping = KeepDownAsync(database, last, stop.Token);
            await database.WhenAsync("the last one leads", TimeSpan.FromSeconds(10), view => view.Leader?.Pid == last);
            await load.MoreAsync(50, TimeSpan.FromSeconds(10));
            Assert.Equal([last], (await database.LookAsync())!.Workers.Where(worker => worker.IsReady).Select(worker => worker.Pid!.Value));
            await stop.CancelAsync();
            await keeping;
        }

        await database.JudgeAsync(await load.StopAsync());
    });

    /// <summary>Kills every worker but one, those too that come in their places.</summary>
    private static async Task KeepDownAsync(DatabaseUnderTest database, int last, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!stop.IsCancellationRequested)
        {
            foreach (var pid in (await database.WorkersAsync()).Where(pid => pid != last))
                Signals.TrySend(pid, Signals.Kill);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
