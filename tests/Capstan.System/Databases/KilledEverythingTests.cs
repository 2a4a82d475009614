using Capstan.History;
using Capstan.History.Checking;
using Capstan.SystemTests.Faults;
using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Servers;

namespace Capstan.SystemTests.Databases;

/// <summary>Everything ends at once at any moment, as when the machine's processes are killed: what was acknowledged is there afterwards.</summary>
public sealed class KilledEverythingTests
{
    /// <summary>On top of a session: by then a worker leads, on a machine that does nothing else.</summary>
    private static readonly TimeSpan LeadMargin = TimeSpan.FromSeconds(5);

    [Theory, OnEngines]
    public Task Kill_AllWorkersAtOnce_EverythingIsThereAndOneLeads(Engine engine) => DatabaseUnderTest.RunAsync(new DatabaseDraft { Engine = engine }, async database =>
    {
        List<TimeSpan> times = [];
        await using var load = RegisterLoad.Start(database.Draft.Port);
        for (var round = 0; round < Rounds.Of(2, 10); round++)
        {
            await database.HealedAsync();
            await load.MoreAsync(Random.Shared.Next(50, 300), TimeSpan.FromSeconds(20));
            var before = (await database.LookAsync())!.Epoch;
            foreach (var worker in await database.WorkersAsync())
                Signals.TrySend(worker, Signals.Kill);
            var (_, took) = await database.WhenAsync("a new leader", DatabaseUnderTest.HealLimit, view => view.Leader is not null && view.Epoch > before);
            times.Add(took);
        }

        await load.MoreAsync(20, TimeSpan.FromSeconds(10));
        var report = await database.JudgeAsync(await load.StopAsync());
        Tell(database.Title("all workers killed"), "to a new leader", times, report.Counters);
        // Containers start as fast as their engine lets them.
        if (Rounds.AreFull && engine != Engine.Containers)
            Assert.All(times, time => Assert.InRange(time, TimeSpan.Zero, database.Draft.Session + LeadMargin));
    });

    [Theory, OnEngines(ServersInFullRoundsOnly = true)]
    public Task Kill_ControllerAndGuardAndWorkers_EveryAcknowledgedWriteIsThereExactlyOnce(Engine engine) => DatabaseUnderTest.RunAsync(new DatabaseDraft { Engine = engine }, async database =>
    {
        List<TimeSpan> times = [];
        List<RecordedCall> calls = [];
        for (var round = 0; round < Rounds.Of(3, 50); round++)
        {
            await using (var load = RegisterLoad.Start(database.Draft.Port))
            {
                await load.MoreAsync(Random.Shared.Next(20, 400), TimeSpan.FromSeconds(20));
                await database.KillAllAsync();
                calls.AddRange(await load.StopAsync());
            }

            var begin = TimeProvider.System.GetTimestamp();
            await database.Stack.StartAsync();
            await database.HealedAsync();
            times.Add(TimeProvider.System.GetElapsedTime(begin));
        }

        var report = await database.JudgeAsync(calls);
        Tell(database.Title("everything killed"), "to whole again", times, report.Counters);
    });

    private static void Tell(string name, string what, List<TimeSpan> times, Counters counters)
    {
        var figures = new Figures(name);
        figures.AddTimes(what, times);
        figures.Add(counters);
        figures.Keep();
    }
}
