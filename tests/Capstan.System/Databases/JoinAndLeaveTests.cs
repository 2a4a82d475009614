using System.Globalization;
using Capstan.History;
using Capstan.SystemTests.Faults;
using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Servers;

namespace Capstan.SystemTests.Databases;

/// <summary>Workers come and go under full load: nobody reads too early from one that comes or fails because of one that goes.</summary>
[Collection(nameof(Alone))]
public sealed class JoinAndLeaveTests
{
    [Theory, OnEngines(ServersInFullRoundsOnly = true)]
    public Task JoinAndLeave_UnderLoad_NoReadFailsOrGoesBack(Engine engine) => DatabaseUnderTest.RunAsync(
        new DatabaseDraft { Engine = engine, Followers = 1, Settings = "snapshot: { records: 500 }" }, async database =>
        {
            List<TimeSpan> joins = [];
            List<TimeSpan> leaves = [];
            await using var load = RegisterLoad.Start(database.Draft.Port);
            await load.MoreAsync(300, TimeSpan.FromSeconds(20));
            for (var round = 0; round < Rounds.Of(1, 5); round++)
            {
                joins.Add(await JoinAsync(database, load));
                await load.MoreAsync(200, TimeSpan.FromSeconds(20));
                leaves.Add(await ScaleAsync(database, 1));
                await load.MoreAsync(200, TimeSpan.FromSeconds(20));
            }

            var calls = await load.StopAsync();
            var report = await database.JudgeAsync(calls);
            Assert.DoesNotContain(calls, call => call.Outcome is Outcome.Refused or Outcome.Unknown);
            var figures = new Figures(database.Title("workers come and go"));
            figures.AddTimes("one to three followers", joins);
            figures.AddTimes("three to one follower", leaves);
            figures.Add("reads", calls.Count(call => call.Kind == CallKind.Read));
            figures.Add(report.Counters);
            figures.Keep();
        });

    /// <summary>
    /// Has two more follow. Whoever joins serves when it has come to where the log's end was then: no answer is of a time before.
    /// </summary>
    private static async Task<TimeSpan> JoinAsync(DatabaseUnderTest database, RegisterLoad load)
    {
        var before = await database.HealedAsync();
        var last = await database.Stack.LastEventAsync();
        var from = RegisterClient.Now;
        var took = await ScaleAsync(database, 3);
        await load.MoreAsync(50, TimeSpan.FromSeconds(10));

        var ready = (await database.Stack.Admin.EventsAsync(last)).Where(happened => happened.Kind == "database.worker-ready").ToList();
        Assert.Equal(2, ready.Count);
        Assert.All(ready, told => Assert.True(RecordOf(told) >= before.Leader!.Applied, $"{told}, and the leader was at {before.Leader.Applied} before it came"));
        var early = before.Workers.Min(worker => worker.Applied);
        Assert.All(load.Calls.Where(call => call.Kind == CallKind.Read && call.Start >= from), read => Assert.True(read.Lsn >= early, $"older than {early}: {read}"));
        return took;
    }

    private static long RecordOf(EventView ready) => long.Parse(ready.Reason[(ready.Reason.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);

    private static async Task<TimeSpan> ScaleAsync(DatabaseUnderTest database, int followers)
    {
        var scaled = await database.Stack.CliAsync("scale", $"{DatabaseDraft.Name}={followers}");
        Assert.True(scaled.Code == ExitCodes.Ok, scaled.ToString());
        return (await database.WhenAsync($"{followers} followers", TimeSpan.FromSeconds(40), view => view.Followers == followers && view.IsWhole)).Took;
    }
}
