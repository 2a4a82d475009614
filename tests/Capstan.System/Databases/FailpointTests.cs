using Capstan.History;
using Capstan.History.Checking;
using Capstan.SystemTests.Faults;
using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Servers;

namespace Capstan.SystemTests.Databases;

/// <summary>A worker ends at each of the places that matter to what it has promised.</summary>
public sealed class FailpointTests
{
    /// <summary>More often than an idle worker passes there, so that it happens under load.</summary>
    private const int UnderLoad = 25;

    /// <summary>Places that only a leader passes, or one that wants to be; and those that it passes as every worker does.</summary>
    private static readonly string[] OfLeaders = ["c4", "c5", "c6", "c8", "c9", "c10", "c11", "c12", "c13"];

    private static readonly string[] OfFollowers = ["c8", "c9", "c11"];

    /// <summary>Told of a worker that did not go on from its own position.</summary>
    private static readonly string[] Rebuilt = ["database.quarantined", "database.snapshot-taken"];

    [Theory, OnEngines(ServersInFullRoundsOnly = true)]
    public Task End_OfLeaderAtEachPlace_NothingIsLostOrDoubledAndNobodyIsRebuilt(Engine engine) => RunAsync(engine, "leader", OfLeaders, async (database, place) =>
    {
        var isElection = place is "c12" or "c13";
        // Reads are markers in the log of servers, and pass two of the places in every worker: nobody reads or writes before it leads.
        var armed = await (isElection ? ArmedWorker.FollowAsync(database, place) : ArmedWorker.LeadAsync(database, $"{place}:{UnderLoad}"));
        await using var load = RegisterLoad.Start(database.Draft.Port);
        if (isElection)
            Signals.Send((await database.LeaderAsync()).Pid!.Value, Signals.Kill);
        await Until.TrueAsync($"the worker ended at {place}", TimeSpan.FromSeconds(10), () => !LeftBehind.IsAlive(armed));
        await load.MoreAsync(20, TimeSpan.FromSeconds(10));
        return await load.StopAsync();
    });

    [Theory, OnEngines(ServersInFullRoundsOnly = true)]
    public Task End_OfFollowerAtEachPlace_ItGoesOnFromItsOwnPosition(Engine engine) => RunAsync(engine, "follower", OfFollowers, async (database, place) =>
    {
        var armed = await ArmedWorker.FollowAsync(database, $"{place}:{UnderLoad}");
        await using var load = RegisterLoad.Start(database.Draft.Port);
        await Until.TrueAsync($"the worker ended at {place}", TimeSpan.FromSeconds(10), () => !LeftBehind.IsAlive(armed));
        await load.MoreAsync(20, TimeSpan.FromSeconds(10));
        return await load.StopAsync();
    });

    private static Task RunAsync(Engine engine, string who, string[] places, Func<DatabaseUnderTest, string, Task<IReadOnlyList<RecordedCall>>> round) =>
        DatabaseUnderTest.RunAsync(new DatabaseDraft { Engine = engine, Followers = 1 }, async database =>
        {
            List<RecordedCall> calls = [];
            var rounds = Rounds.Of(1, 5);
            var counters = new Counters(0, 0, 0, 0, 0);
            // Each place is judged before the next one, and told before: the last one that a failed test tells of is at fault.
            foreach (var place in Enumerable.Repeat(places, rounds).SelectMany(all => all))
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"{DateTimeOffset.UtcNow:HH:mm:ss.fff} {who} {place}");
                calls.AddRange(await round(database, place));
                await database.HealedAsync();
                Assert.DoesNotContain(await database.Stack.Admin.EventsAsync(), happened => Rebuilt.Contains(happened.Kind));
                counters = (await database.JudgeAsync(calls)).Counters;
            }

            var figures = new Figures(database.Title($"{who} ended at a place"));
            figures.Add("places", places.Length);
            figures.Add("rounds of each", rounds);
            figures.Add(counters);
            figures.Keep();
        });
}
