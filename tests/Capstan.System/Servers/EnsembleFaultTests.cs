using Capstan.History;
using Capstan.History.Checking;
using Capstan.SystemTests.Databases;
using Capstan.SystemTests.Faults;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Servers;

/// <summary>The ensemble is gone, cut off, has forgotten somebody, or everything.</summary>
[Collection(nameof(Alone))]
public sealed class EnsembleFaultTests
{
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(4);

    private static DatabaseDraft On(Engine engine) => new() { Engine = engine, Session = Session };

    private static DatabaseDraft Linked(Engine engine) => new() { Engine = engine, Session = Session, Servers = new ServersPlan { IsLinked = true } };

    [Theory, OnServers]
    public Task Cut_LeaderFromTheEnsembleForAShortTime_NothingHappens(Engine engine) => DatabaseUnderTest.RunAsync(Linked(engine), async database =>
    {
        var before = await database.HealedAsync();
        var leader = before.Leader!.Pid!.Value;
        await using var load = RegisterLoad.Start(database.Draft.Port);
        for (var round = 0; round < Rounds.Of(2, 10); round++)
        {
            await load.MoreAsync(50, TimeSpan.FromSeconds(20));
            Assert.NotEqual(0, database.Servers.EnsembleLink.CountOf(leader));
            database.Servers.EnsembleLink.Set(leader, Passage.Cut);
            await Until.PassedAsync(Session * 0.4);
            database.Servers.EnsembleLink.Set(leader, Passage.Open);
        }

        await load.MoreAsync(100, TimeSpan.FromSeconds(20));
        var calls = await load.StopAsync();
        var after = await database.HealedAsync();
        Assert.Equal((before.Epoch, leader), (after.Epoch, after.Leader!.Pid!.Value));
        Assert.DoesNotContain(calls, call => call.Kind != CallKind.Read && call.Outcome is Outcome.Refused or Outcome.Unknown);
        Tell(database, "leader cut from the ensemble for less than half a session", await database.JudgeAsync(calls));
    });

    [Theory, OnServers]
    public Task Expire_LeadersSessionFromOutside_AnotherLeadsAndTheOldOneWritesNothingMore(Engine engine) => DatabaseUnderTest.RunAsync(On(engine), async database =>
    {
        List<TimeSpan> times = [];
        await using var load = RegisterLoad.Start(database.Draft.Port);
        for (var round = 0; round < Rounds.Of(2, 10); round++)
        {
            var before = await database.HealedAsync();
            var old = before.Leader!.Pid!.Value;
            await load.MoreAsync(100, TimeSpan.FromSeconds(20));
            await database.Servers.ExpireLeaderAsync();
            var (status, took) = await database.WhenAsync("a new epoch", Session + TimeSpan.FromSeconds(3), view => view.Leader is not null && view.Epoch > before.Epoch);
            times.Add(took);
            Assert.NotEqual(old, status.Leader!.Pid);
            await load.MoreAsync(50, TimeSpan.FromSeconds(10));
            await database.WhenAsync(
                "the old leader ended or follows", TimeSpan.FromSeconds(5),
                view => !LeftBehind.IsAlive(old) || view.Workers.Any(worker => worker.Pid == old && worker.Role == "follower"));
        }

        var report = await database.JudgeAsync(await load.StopAsync());
        Tell(database, "leader's session expired from outside", report, "expiry to the next leader", times);
    });

    [FullRoundsTheory, OnServers]
    public Task Stop_Ensemble_ReadsGoOnAndWritesAreRefusedUntilItIsBack(Engine engine) => DatabaseUnderTest.RunAsync(On(engine), async database =>
    {
        await using var load = RegisterLoad.Start(database.Draft.Port);
        await load.MoreAsync(200, TimeSpan.FromSeconds(20));
        await database.HealedAsync();
        var stopped = RegisterClient.Now;
        await database.Servers.StopEnsembleAsync();

        // The leader goes on for as long as its session may be alive; then writes are refused at once.
        await Until.PassedAsync(Session * 2);
        var unsure = RegisterClient.Now;
        await Until.PassedAsync(TimeSpan.FromSeconds(22));
        var back = RegisterClient.Now;
        await database.Servers.StartEnsembleAsync();
        await database.HealedAsync(TimeSpan.FromSeconds(40));
        var healed = RegisterClient.Now;
        await load.MoreAsync(50, TimeSpan.FromSeconds(20));
        var calls = await load.StopAsync();
        var report = await database.JudgeAsync(calls);

        // Reads do not notice: neither the end, nor the time without it, nor its return.
        var reads = calls.Where(call => call.Kind == CallKind.Read && call.Start >= stopped && call.Start < healed).ToList();
        var writes = calls.Where(call => call.Kind != CallKind.Read && call.Start >= unsure && call.End < back).ToList();
        Assert.NotEmpty(reads);
        Assert.NotEmpty(writes);
        Assert.All(reads, call => Assert.True(call.Outcome == Outcome.Ok, call.ToString()));
        Assert.All(writes, call => Assert.True(call.Status == 503 && call.Took < TimeSpan.FromSeconds(2), call.ToString()));
        Tell(database, "ensemble stopped", report, "reads meanwhile", [.. reads.Select(call => call.Took)]);
    });

    [Theory, OnServers]
    public Task Empty_Ensemble_TheLogsEpochsCount(Engine engine) => DatabaseUnderTest.RunAsync(On(engine), async database =>
    {
        await using var load = RegisterLoad.Start(database.Draft.Port);
        await load.MoreAsync(100, TimeSpan.FromSeconds(20));
        var leader = await database.LeaderAsync();
        Signals.Send(leader.Pid!.Value, Signals.Kill);
        await database.NextLeaderAsync(leader, Session + TimeSpan.FromSeconds(3));
        var before = await database.HealedAsync();
        var begin = TimeProvider.System.GetTimestamp();
        await database.Servers.EmptyEnsembleAsync();
        await database.WhenAsync("a leader of a higher epoch", TimeSpan.FromSeconds(40), view => view.IsWhole && view.Epoch > before.Epoch);
        await load.MoreAsync(50, TimeSpan.FromSeconds(20));
        var took = TimeProvider.System.GetElapsedTime(begin);
        Tell(database, "ensemble created anew and empty", await database.JudgeAsync(await load.StopAsync()), "empty to fifty more acknowledged writes", [took]);
    });

    private static void Tell(DatabaseUnderTest database, string what, Report report, string? time = null, IReadOnlyList<TimeSpan>? times = null)
    {
        var figures = new Figures(database.Title(what));
        if (time is not null)
            figures.AddTimes(time, times!);
        figures.Add(report.Counters);
        figures.Keep();
    }
}
