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
    private static readonly string[] OfLeaders = ["c4", "c5", "c6", "c8", "c9", "c10", "c12", "c13"];

    private static readonly string[] OfFollowers = ["c8", "c9"];

    [Theory, OnEngines(ServersInFullRoundsOnly = true)]
    public Task End_OfLeaderAtEachPlace_NothingIsLostOrDoubledAndNobodyIsRebuilt(Engine engine) => RunAsync(engine, "leader", OfLeaders, async (database, place) =>
    {
        var isElection = place is "c12" or "c13";
        var armed = await ArmAsync(database, isElection || place is not ("c8" or "c9") ? place : $"{place}:{UnderLoad}");
        var leader = await database.LeaderAsync();
        await using var load = RegisterLoad.Start(database.Draft.Port, isElection ? null : new RegisterPlan { Writers = 0, Readers = 2 });
        Signals.Send(leader.Pid!.Value, Signals.Kill);
        if (!isElection)
            await database.WhenAsync("the armed worker leads", TimeSpan.FromSeconds(10), view => view.Leader?.Pid == armed || !LeftBehind.IsAlive(armed));
        await using var writes = RegisterLoad.Start(database.Draft.Port);
        await Until.TrueAsync($"the worker ended at {place}", TimeSpan.FromSeconds(10), () => !LeftBehind.IsAlive(armed));
        await writes.MoreAsync(20, TimeSpan.FromSeconds(10));
        return [.. await writes.StopAsync(), .. await load.StopAsync()];
    });

    [Theory, OnEngines(ServersInFullRoundsOnly = true)]
    public Task End_OfFollowerAtEachPlace_ItGoesOnFromItsOwnPosition(Engine engine) => RunAsync(engine, "follower", OfFollowers, async (database, place) =>
    {
        var armed = await ArmAsync(database, $"{place}:{UnderLoad}");
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
            foreach (var place in Enumerable.Repeat(places, rounds).SelectMany(all => all))
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"{DateTimeOffset.UtcNow:HH:mm:ss.fff} {who} {place}");
                calls.AddRange(await round(database, place));
                await database.HealedAsync();
                Assert.DoesNotContain(await database.Stack.Admin.EventsAsync(), happened => happened.Kind == "database.quarantined");
            }

            counters = (await database.JudgeAsync(calls)).Counters;
            var figures = new Figures(database.Title($"{who} ended at a place"));
            figures.Add("places", places.Length);
            figures.Add("rounds of each", rounds);
            figures.Add(counters);
            figures.Keep();
        });

    /// <summary>Starts a follower anew with a place armed.</summary>
    /// <returns>Its process.</returns>
    private static async Task<int> ArmAsync(DatabaseUnderTest database, string place)
    {
        var victim = (await database.HealedAsync()).Following[0];
        await File.WriteAllTextAsync(Path.Combine(database.FolderOf(victim.Slot), "failpoint"), place);
        Signals.Send(victim.Pid!.Value, Signals.Kill);
        var (status, _) = await database.WhenAsync("the armed worker ready", TimeSpan.FromSeconds(15), view => view.IsWhole && view.At(victim.Slot).Pid != victim.Pid);
        return status.At(victim.Slot).Pid!.Value;
    }
}
