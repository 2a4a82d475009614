using Capstan.History;
using Capstan.History.Checking;
using Capstan.SystemTests.Databases;
using Capstan.SystemTests.Faults;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Servers;

/// <summary>The broker ends, hangs, has no room, drops connections, or has lost everything.</summary>
[Collection(nameof(Alone))]
public sealed class BrokerFaultTests
{
    private static readonly TimeSpan BackLimit = TimeSpan.FromSeconds(15);

    private static DatabaseDraft Linked(Engine engine) => new() { Engine = engine, Servers = new ServersPlan { IsLinked = true } };

    [Theory, OnServers]
    public Task Kill_BrokerUnderLoad_NothingIsLostAndAllComesBack(Engine engine) => DatabaseUnderTest.RunAsync(new DatabaseDraft { Engine = engine }, async database =>
    {
        List<TimeSpan> times = [];
        await using var load = RegisterLoad.Start(database.Draft.Port);
        for (var round = 0; round < Rounds.Of(1, 5); round++)
        {
            await database.HealedAsync();
            await load.MoreAsync(Random.Shared.Next(100, 300), TimeSpan.FromSeconds(20));
            await database.Servers.Broker.KillAsync();
            await database.Servers.Broker.StartAgainAsync();
            var begin = TimeProvider.System.GetTimestamp();
            await load.MoreAsync(20, BackLimit);
            times.Add(TimeProvider.System.GetElapsedTime(begin));
        }

        Tell(database, "broker killed", await database.JudgeAsync(await load.StopAsync()), "port open to twenty more acknowledged writes", times);
    });

    [FullRoundsTheory, OnServers]
    public Task Stop_BrokerForALongTime_EveryCallIsAnsweredByItsDeadline(Engine engine) => DatabaseUnderTest.RunAsync(new DatabaseDraft { Engine = engine }, async database =>
    {
        await using var load = RegisterLoad.Start(database.Draft.Port);
        await load.MoreAsync(200, TimeSpan.FromSeconds(20));
        await database.Servers.Broker.PauseAsync();
        await Until.PassedAsync(TimeSpan.FromSeconds(20));
        await database.Servers.Broker.ResumeAsync();
        var begin = TimeProvider.System.GetTimestamp();
        await load.MoreAsync(20, TimeSpan.FromSeconds(30));
        var took = TimeProvider.System.GetElapsedTime(begin);
        Tell(database, "broker stopped for 20 s", await database.JudgeAsync(await load.StopAsync()), "awake to twenty more acknowledged writes", [took]);
    });

    [Theory, OnServers("memory", "disk")]
    public Task Alarm_OfTheBroker_RefusesAtOnceAndGoesOnByItself(Engine engine, string alarm) => DatabaseUnderTest.RunAsync(new DatabaseDraft { Engine = engine }, async database =>
    {
        var plan = new RegisterPlan();
        await using var load = RegisterLoad.Start(database.Draft.Port, plan);
        await load.MoreAsync(200, TimeSpan.FromSeconds(20));
        var before = await database.HealedAsync();
        await database.Servers.AlarmAsync(alarm, isOn: true);

        // The broker says so to a connection with its next message: whoever sent that, or was under way, waits for the deadline. All that come
        // later are told at once, who reads too: nobody could send an answer.
        await using var late = RegisterLoad.Start(database.Draft.Port, new RegisterPlan { Writers = 4, Readers = 2 });
        await Until.TrueAsync("a write that is refused", TimeSpan.FromSeconds(20), () => late.Calls.Any(call => call is { Outcome: Outcome.Refused } && call.Kind != CallKind.Read));
        await Until.PassedAsync(Rounds.Of(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(15)));
        var refused = await late.StopAsync();
        await database.Servers.AlarmAsync(alarm, isOn: false);
        await load.MoreAsync(50, TimeSpan.FromSeconds(20));
        var calls = await load.StopAsync();
        var after = await database.HealedAsync();

        // Nobody ends or gives up its role: nobody else could do better.
        Assert.All(after.Workers, worker => Assert.Equal(before.At(worker.Slot).Generation, worker.Generation));
        var told = refused.GroupBy(call => call.Client).SelectMany(calls => calls.OrderBy(call => call.Start).Skip(1)).ToList();
        Assert.Contains(told, call => call.Kind == CallKind.Read);
        Assert.Contains(told, call => call.Kind != CallKind.Read);
        Assert.All(told, call => Assert.Equal(Outcome.Refused, call.Outcome));
        Assert.All(told, call => Assert.InRange(call.Took, TimeSpan.Zero, TimeSpan.FromSeconds(3)));
        Assert.InRange(calls.Count(call => call is { Outcome: Outcome.Unknown } && call.Kind != CallKind.Read), 0, plan.Writers);
        var report = await database.JudgeAsync([.. calls, .. refused]);
        Tell(database, $"{alarm} alarm of the broker", report, "writes refused in", [.. told.Where(call => call.Kind != CallKind.Read).Select(call => call.Took)]);
    });

    [Theory, OnServers]
    public Task Drop_ConnectionsBetweenDeliveryAndAcknowledgement_TheSameAnswerComesAgain(Engine engine) => DatabaseUnderTest.RunAsync(Linked(engine), async database =>
    {
        await using var load = RegisterLoad.Start(database.Draft.Port);
        for (var round = 0; round < Rounds.Of(3, 20); round++)
        {
            var status = await database.HealedAsync();
            await load.MoreAsync(Random.Shared.Next(50, 150), TimeSpan.FromSeconds(20));
            database.Servers.BrokerLink.Drop(status.Leader!.Pid!.Value);
            await load.MoreAsync(20, TimeSpan.FromSeconds(20));
        }

        await database.HealedAsync();
        await database.Servers.DropAllAsync();
        await load.MoreAsync(50, TimeSpan.FromSeconds(20));
        Tell(database, "connections to the broker dropped", await database.JudgeAsync(await load.StopAsync()));
    });

    /// <summary>
    /// A leader ends when its answer has left and before the broker has its acknowledgement. Nobody can lead without the other worker, which stands
    /// still: so the delivery is seen to be back on the queue, and to be taken again afterwards.
    /// </summary>
    [FullRoundsTheory, OnServers]
    public Task End_BetweenAnswerAndAcknowledgement_TheDeliveryComesAgainAndKeepsItsPosition(Engine engine) => DatabaseUnderTest.RunAsync(
        new DatabaseDraft { Engine = engine, Followers = 1, Settings = "hang: 10m" }, async database =>
        {
            const string Once = "once";
            var armed = await ArmedWorker.LeadAsync(database, "c10");
            var other = (await database.HealedAsync()).Following[0].Pid!.Value;
            Signals.Send(other, Signals.Stop);
            var first = await database.Sql.ExecuteAsync(Once, Registers.Write(Once, "k0", 7));
            Assert.True(first.IsOk, first.ToString());
            await Until.TrueAsync("the leader ended", TimeSpan.FromSeconds(10), () => !LeftBehind.IsAlive(armed));
            await Until.TrueAsync("the delivery on the queue again", TimeSpan.FromSeconds(20), async () => await database.Servers.WaitingWritesAsync() == 1);

            Signals.Send(other, Signals.Continue);
            await database.HealedAsync(TimeSpan.FromSeconds(60));
            await Until.TrueAsync("the delivery taken again", TimeSpan.FromSeconds(20), async () => await database.Servers.WaitingWritesAsync() == 0);
            var again = await database.Sql.ExecuteAsync(Once, Registers.Write(Once, "k0", 7));
            Assert.True(again.IsOk, again.ToString());
            Assert.Equal(first.Position, again.Position);
            foreach (var dump in await database.DumpAsync())
                Assert.Equal([Once], dump.Effects.Select(effect => effect.Request));
        });

    [Theory, OnServers]
    public Task Empty_Broker_TheMostAdvancedWorkerBeginsTheLogAnew(Engine engine) => DatabaseUnderTest.RunAsync(new DatabaseDraft { Engine = engine }, async database =>
    {
        List<RecordedCall> calls = [];
        await using (var load = RegisterLoad.Start(database.Draft.Port))
        {
            await load.MoreAsync(200, TimeSpan.FromSeconds(20));
            // One worker lags: what it lacks is in no log any more, so it must not begin the new one.
            var slow = (await database.HealedAsync()).Following[^1].Pid!.Value;
            Signals.Send(slow, Signals.Stop);
            await load.MoreAsync(200, TimeSpan.FromSeconds(20));
            await database.Servers.EmptyBrokerAsync();
            Signals.TrySend(slow, Signals.Continue);
            await load.MoreAsync(50, TimeSpan.FromSeconds(40));
            calls.AddRange(await load.StopAsync());
        }

        Tell(database, "broker created anew and empty", await database.JudgeAsync(calls));
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
