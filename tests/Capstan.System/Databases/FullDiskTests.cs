using Capstan.History;
using Capstan.SystemTests.Faults;
using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Servers;

namespace Capstan.SystemTests.Databases;

/// <summary>A disk is full or broken: whoever has it stops serving, nothing is answered that is not kept, and all comes back with the space.</summary>
public sealed class FullDiskTests
{
    private const int Megabytes = 24;

    [Theory, OnEngines(true, false, ServersInFullRoundsOnly = true)]
    public Task FullVolume_OfAWorker_ItLeavesAndOthersGoOn(Engine engine, bool isLeader) => DatabaseUnderTest.PrepareAsync(new DatabaseDraft { Engine = engine }, async database =>
    {
        await database.LayOutAsync();
        await using var first = await Volume.MountAsync(database.DiskOf(0), Megabytes);
        await using var second = await Volume.MountAsync(database.DiskOf(1), Megabytes);
        await using var third = await Volume.MountAsync(database.DiskOf(2), Megabytes);
        await database.Stack.StartAsync();
        var status = await database.HealedAsync(TimeSpan.FromSeconds(60));
        var victim = isLeader ? status.Leader! : status.Following[0];
        var volume = ((Volume[])[first, second, third])[victim.Slot];
        await using var load = RegisterLoad.Start(database.Draft.Port);
        await load.MoreAsync(100, TimeSpan.FromSeconds(20));

        volume.Fill();
        await database.WhenAsync("the worker gone", TimeSpan.FromSeconds(20), view => view.Workers.All(worker => worker.Pid != victim.Pid || !worker.IsReady));
        await database.WhenAsync("somebody leads", TimeSpan.FromSeconds(20), view => view.Leader is { } leader && leader.Slot != victim.Slot);
        await load.MoreAsync(100, TimeSpan.FromSeconds(20));

        volume.Empty();
        await database.HealedAsync(TimeSpan.FromSeconds(70));
        await load.MoreAsync(20, TimeSpan.FromSeconds(20));
        var report = await database.JudgeAsync(await load.StopAsync());
        await database.Stack.DownAsync();
        var figures = new Figures(database.Title($"full volume of a {(isLeader ? "leader" : "follower")}"));
        figures.Add(report.Counters);
        figures.Keep();
    });

    [Fact, Trait("engine", "embedded")]
    public Task FullVolume_OfTheLog_EndsTheProgramWithItsReasonAndNothingIsLost() => DatabaseUnderTest.PrepareAsync(new DatabaseDraft { Followers = 1 }, async database =>
    {
        await using var volume = await Volume.MountAsync(Path.Combine(database.Folder, "engine", "log"), Megabytes);
        await database.Stack.StartAsync();
        await database.HealedAsync(TimeSpan.FromSeconds(60));
        List<RecordedCall> calls = [];
        await using (var load = RegisterLoad.Start(database.Draft.Port, new RegisterPlan { Writers = 4, Readers = 2 }))
        {
            await load.MoreAsync(100, TimeSpan.FromSeconds(20));
            volume.Fill();

            // After a failed write no later success would say anything about what failed, so the program ends and says why.
            Assert.Equal(ExitCodes.Failed, await database.Stack.Controller.EndAsync(TimeSpan.FromSeconds(30)));
            Assert.Contains("No space left on device", database.Stack.Controller.Error);
            calls.AddRange(await load.StopAsync());
        }

        volume.Empty();
        await database.Stack.StartAsync();
        await database.HealedAsync(TimeSpan.FromSeconds(60));
        await using (var load = RegisterLoad.Start(database.Draft.Port))
        {
            await load.MoreAsync(20, TimeSpan.FromSeconds(20));
            calls.AddRange(await load.StopAsync());
        }

        await database.JudgeAsync(calls);
        await database.Stack.DownAsync();
    });

    [Theory, OnEngines(ServersInFullRoundsOnly = true)]
    public Task FailingCommit_OfTheLeader_IsNoAnswerAndEndsIt(Engine engine) => DatabaseUnderTest.RunAsync(new DatabaseDraft { Engine = engine, Followers = 1 }, async database =>
    {
        const string Lost = "this-commit-fails";
        var armed = await ArmedWorker.LeadAsync(database, $"commit-eio:{Lost}");
        await using var load = RegisterLoad.Start(database.Draft.Port);
        await load.MoreAsync(50, TimeSpan.FromSeconds(20));

        // It is in the log by then, so the next leader carries it out and answers.
        var answer = await database.Sql.ExecuteAsync(Lost, new Sql($"UPDATE registers SET value = value WHERE key = '{Lost}'"));
        Assert.True(answer.IsOk, answer.ToString());
        await Until.TrueAsync("the leader whose commit failed ended", TimeSpan.FromSeconds(5), () => !LeftBehind.IsAlive(armed));
        Assert.NotEqual(armed, (await database.LeaderAsync()).Pid);
        await load.MoreAsync(100, TimeSpan.FromSeconds(20));
        await database.HealedAsync();
        await database.JudgeAsync(await load.StopAsync());
    });
}
