using System.Net.Http.Json;
using Capstan.SystemTests.Faults;
using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Servers;

namespace Capstan.SystemTests.Databases;

/// <summary>The whole story of the classic API: reads scale the followers, crashes heal, the data stay.</summary>
public sealed class SeedStoryTests
{
    private const int WindowSeconds = 4;

    private static readonly TimeSpan TwoWindows = TimeSpan.FromSeconds((WindowSeconds * 2) + 10);

    [Theory, OnEngines]
    public Task Story_OfReadsAndCrashes_Holds(Engine engine) => DatabaseUnderTest.RunAsync(
        new DatabaseDraft
        {
            Engine = engine,
            Settings = $"scale: {{ reads: 20, edge: same, window: {WindowSeconds}s, min: 1, max: 10 }}",
            Schema = "CREATE TABLE rides (rideId INTEGER PRIMARY KEY, created_by TEXT NOT NULL, source TEXT NOT NULL, destination TEXT NOT NULL);",
        },
        async database =>
        {
            var fresh = await ListAsync(database);
            Assert.Equal(2, fresh.Count);
            Assert.Equal(fresh[0], (await database.LeaderAsync()).Pid);
            for (var ride = 1; ride <= 5; ride++)
                Assert.Equal(200, (await PostAsync(database, "db/write", new { table = "rides", column = Columns, insert = new object[] { ride, "u", "1", "2" } })).Status);

            var figures = new Figures(database.Title("classic story"));
            figures.Add("25 reads to two followers (s)", (await ReadAndWaitAsync(database, 25, 2)).TotalSeconds);
            figures.Add("45 reads to three followers (s)", (await ReadAndWaitAsync(database, 45, 3)).TotalSeconds);
            await IdleAsync(database);

            figures.Add("crashed slave to as many workers (s)", (await CrashSlaveAsync(database)).TotalSeconds);
            figures.Add("crashed master to a new one (s)", (await CrashMasterAsync(database)).TotalSeconds);
            var rides = await PostAsync(database, "db/read", new { table = "rides", columns = Columns, where = "source=1 AND destination=2" });
            Assert.Equal(5, rides.Json.GetArrayLength());

            Assert.Equal(200, (await PostAsync(database, "db/clear", new { })).Status);
            var none = await PostAsync(database, "db/read", new { table = "rides", columns = Columns, where = "" });
            Assert.True(none.Status == 204 || none.Json.GetArrayLength() == 0, none.ToString());
            figures.Keep();
        });

    private static string[] Columns => ["rideId", "created_by", "source", "destination"];

    /// <summary>Sends reads in one window and waits for the followers that they ask for.</summary>
    private static async Task<TimeSpan> ReadAndWaitAsync(DatabaseUnderTest database, int reads, int followers)
    {
        for (var read = 0; read < reads; read++)
        {
            var answer = await PostAsync(database, "db/read", new { table = "rides", columns = Columns, where = "source=1 AND destination=2" });
            Assert.True(answer.Status == 200, answer.ToString());
        }

        var (_, took) = await database.WhenAsync($"{followers} followers", TwoWindows, view => view.Followers == followers && view.IsWhole);
        Assert.Equal(followers + 1, (await ListAsync(database)).Count);
        return took;
    }

    /// <summary>Waits until a window without reads has taken the followers back to one.</summary>
    private static Task IdleAsync(DatabaseUnderTest database) =>
        database.WhenAsync("one follower after an empty window", TwoWindows, view => view.Followers == 1 && view.IsWhole);

    private static async Task<TimeSpan> CrashSlaveAsync(DatabaseUnderTest database)
    {
        var before = await ListAsync(database);
        var crashed = await PostAsync(database, "crash/slave", new { });
        Assert.Equal(200, crashed.Status);
        Assert.Equal(before[^1], crashed.Json[0].GetInt32());
        return await Until.TrueAsync("as many workers as before, without the crashed one", TimeSpan.FromSeconds(20), async () =>
            await ListAsync(database) is var after && after.Count == before.Count && !after.Contains(before[^1]) && (await database.LookAsync())!.IsWhole);
    }

    private static async Task<TimeSpan> CrashMasterAsync(DatabaseUnderTest database)
    {
        var before = await database.HealedAsync();
        var crashed = await PostAsync(database, "crash/master", new { });
        Assert.Equal(200, crashed.Status);
        Assert.Equal(before.Leader!.Pid, crashed.Json[0].GetInt32());
        var (leader, took) = await database.NextLeaderAsync(before.Leader, TimeSpan.FromSeconds(10));
        Assert.Equal(before.Following[0].Pid, leader.Pid);
        await database.HealedAsync();
        return took;
    }

    private static async Task<IReadOnlyList<int>> ListAsync(DatabaseUnderTest database)
    {
        var answer = await database.Sql.SendAsync(HttpMethod.Get, "/api/v1/worker/list");
        Assert.Equal(200, answer.Status);
        List<int> pids = [.. answer.Json.EnumerateArray().Select(pid => pid.GetInt32())];
        Assert.Equal(pids.Order(), pids);
        return pids;
    }

    private static async Task<SqlAnswer> PostAsync(DatabaseUnderTest database, string path, object body)
    {
        using var content = JsonContent.Create(body);
        return await database.Sql.SendAsync(HttpMethod.Post, $"/api/v1/{path}", content);
    }
}
