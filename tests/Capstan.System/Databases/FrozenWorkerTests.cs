using Capstan.History;
using Capstan.SystemTests.Faults;
using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Servers;

namespace Capstan.SystemTests.Databases;

/// <summary>A worker stands still and comes back: what it believes then is old, and nobody may be harmed by it.</summary>
[Collection(nameof(Alone))]
public sealed class FrozenWorkerTests
{
    [Theory, OnEngines(ContainersInUsualRounds = true)]
    public Task Freeze_LeaderThenWake_TheOldOneAnswersNothingAndEndsOrFollows(Engine engine) => DatabaseUnderTest.RunAsync(new DatabaseDraft { Engine = engine }, async database =>
    {
        var rounds = Rounds.Of(1, 5);
        List<TimeSpan> failovers = [];
        List<TimeSpan> times = [];
        List<long> steps = [];
        await using var load = RegisterLoad.Start(database.Draft.Port);
        for (var round = 0; round < rounds; round++)
        {
            await load.MoreAsync(200, TimeSpan.FromSeconds(20));
            var before = await database.HealedAsync();
            var leader = before.Leader!;
            Signals.Send(leader.Pid!.Value, Signals.Stop);
            var begin = TimeProvider.System.GetTimestamp();
            var (next, failover) = await database.NextLeaderAsync(leader, database.Draft.Session + TimeSpan.FromSeconds(3));
            failovers.Add(failover);
            await load.MoreAsync(50, TimeSpan.FromSeconds(5));
            times.Add(TimeProvider.System.GetElapsedTime(begin));
            var epoch = (await database.LookAsync())!.Epoch;
            Assert.True(epoch > before.Epoch, $"{epoch} follows {before.Epoch}");
            steps.Add(epoch - before.Epoch);

            // Three sessions in all.
            await Until.TrueAsync("three sessions", TimeSpan.FromSeconds(30), () => TimeProvider.System.GetElapsedTime(begin) > database.Draft.Session * 3);
            Assert.Equal("silent", (await database.LookAsync())!.At(leader.Slot).State);
            Signals.Send(leader.Pid!.Value, Signals.Continue);
            await database.WhenAsync(
                "the old leader ended or follows", TimeSpan.FromSeconds(1.5),
                view => !LeftBehind.IsAlive(leader.Pid!.Value) || view.Workers.Any(worker => worker.Pid == leader.Pid && worker.Role == "follower"));
            await load.MoreAsync(50, TimeSpan.FromSeconds(5));
            Assert.Equal((next.Pid, epoch), await database.LookAsync() is { } after ? (after.Leader?.Pid, after.Epoch) : default);
        }

        var report = await database.JudgeAsync(await load.StopAsync());
        var figures = new Figures(database.Title("frozen leader"));
        figures.AddTimes("freeze to the next leader", failovers);
        figures.AddTimes("freeze to fifty more acknowledged writes", times);
        figures.Add("session (s)", database.Draft.Session.TotalSeconds);
        figures.Add("epochs begun in a round, most", steps.Max());
        figures.Add(report.Counters);
        figures.Keep();
        if (!Rounds.AreFull)
            return;

        // Medians: a candidate that the machine holds up for a turn has the next one try as well, which is right, and rare.
        Assert.Equal(1, MedianOf(steps));
        Assert.InRange(MedianOf(failovers), TimeSpan.Zero, database.Draft.Session + TimeSpan.FromSeconds(1));
    });

    [Theory, OnEngines(ServersInFullRoundsOnly = true)]
    public Task Freeze_FollowerUnderReads_OthersAreUndisturbedAndItCatchesUp(Engine engine) => DatabaseUnderTest.RunAsync(new DatabaseDraft { Engine = engine }, async database =>
    {
        var frozen = Rounds.Of(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20));
        await using var load = RegisterLoad.Start(database.Draft.Port);
        await load.MoreAsync(200, TimeSpan.FromSeconds(20));
        var victim = (await database.HealedAsync()).Following[^1];
        Signals.Send(victim.Pid!.Value, Signals.Stop);
        var begin = TimeProvider.System.GetTimestamp();
        await Until.TrueAsync("the time of the freeze", frozen * 2, () => TimeProvider.System.GetElapsedTime(begin) > frozen);
        var during = load.Calls;
        var behind = (await database.LookAsync())!;
        Assert.False(behind.At(victim.Slot).Applied >= behind.Leader!.Applied, $"nothing to catch up with: {behind}");
        Signals.Send(victim.Pid!.Value, Signals.Continue);
        var (_, took) = await database.WhenAsync("whole again and caught up", TimeSpan.FromSeconds(10), view => view.IsWhole && view.At(victim.Slot).Applied >= behind.Leader!.Applied);

        var calls = await load.StopAsync();
        var report = await database.JudgeAsync(calls);
        var reads = during.Where(call => call.Kind == CallKind.Read).ToList();
        Assert.DoesNotContain(reads, call => call.Outcome != Outcome.Ok);
        var p99 = reads.Select(call => call.Took).Order().ElementAt(reads.Count * 99 / 100);
        Assert.InRange(p99, TimeSpan.Zero, TimeSpan.FromSeconds(1));

        var figures = new Figures(database.Title("frozen follower"));
        figures.Add("frozen for (s)", frozen.TotalSeconds);
        figures.Add("p99 of reads meanwhile (ms)", p99.TotalMilliseconds);
        figures.Add("wake to caught up (s)", took.TotalSeconds);
        figures.Add(report.Counters);
        figures.Keep();
    });

    private static T MedianOf<T>(List<T> values) => values.Order().ElementAt(values.Count / 2);
}
