using System.Text;
using Capstan.History;
using Capstan.SystemTests.Faults;
using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Servers;

namespace Capstan.SystemTests.Databases;

/// <summary>A worker's file is damaged: that worker alone is found out, set aside and rebuilt; nobody reads a wrong row.</summary>
public sealed class DamagedCopyTests
{
    private const int Page = 4096;
    private const string Quarantined = "database.quarantined";

    [Theory, OnEngines("zeroed page", "overwritten header", "truncated", "garbage", ServersInFullRoundsOnly = true)]
    public Task Damage_OfAFileAtRest_IsFoundAtOpenAndTheCopyRebuilt(Engine engine, string damage) => DatabaseUnderTest.RunAsync(new DatabaseDraft { Engine = engine }, async database =>
    {
        var calls = await LoadAndStopAsync(database);
        var leader = (await database.LookAsync())!.LeaderSlot!.Value;
        foreach (var slot in (int[])[leader, (leader + 1) % 3])
        {
            var last = await database.Stack.LastEventAsync();
            await database.KillAllAsync();
            Inflict(damage, Dumps.FileOf(database.FolderOf(slot)));
            await database.Stack.StartAsync();
            await database.HealedAsync(TimeSpan.FromSeconds(40));
            await OnlyThatOneAsync(database, slot, last);
        }

        await database.JudgeAsync(calls);
    });

    [Theory, OnEngines(ServersInFullRoundsOnly = true)]
    public Task Loss_OfAFollowersWal_IsMadeUpFromTheLog(Engine engine) => DatabaseUnderTest.RunAsync(new DatabaseDraft { Engine = engine, Followers = 1 }, async database =>
    {
        var calls = await LoadAndStopAsync(database);
        var follower = (await database.LookAsync())!.Following[0].Slot;
        await database.KillAllAsync();
        var copy = Dumps.FileOf(database.FolderOf(follower));
        File.Delete(copy + "-wal");
        File.Delete(copy + "-shm");
        await database.Stack.StartAsync();
        await database.HealedAsync(TimeSpan.FromSeconds(40));
        await database.JudgeAsync(calls);
    });

    [Theory, OnEngines(false, true, ServersInFullRoundsOnly = true)]
    public Task Flip_OfACellAtRest_IsFoundByTheScrubAndTheCopyRebuilt(Engine engine, bool isLeader) => DatabaseUnderTest.RunAsync(new DatabaseDraft { Engine = engine, Settings = "scrub: 1s" }, async database =>
    {
        // In capitals in the cell alone: the kept record of the write has what was sent.
        const string Marker = "A CELL THAT NOBODY WILL WRITE AGAIN";
        var inserted = await database.Sql.ExecuteAsync("marker", new Sql("INSERT INTO effects (request, key, value) VALUES (upper(?), 'none', 1)", Marker.ToLowerInvariant()));
        Assert.True(inserted.IsOk, inserted.ToString());
        var load = RegisterLoad.Start(database.Draft.Port);
        await load.MoreAsync(100, TimeSpan.FromSeconds(20));
        await load.StopAsync();
        var status = await database.HealedAsync();
        var slot = isLeader ? status.LeaderSlot!.Value : status.Following[0].Slot;
        await database.KillAllAsync();
        FlipCell(database.FolderOf(slot), Marker);
        await database.Stack.StartAsync();
        await database.HealedAsync();
        var begin = TimeProvider.System.GetTimestamp();
        await database.Stack.EventAsync("the damage found", TimeSpan.FromSeconds(60), happened => happened.Kind == Quarantined && happened.Figure("slot") == slot);
        var took = TimeProvider.System.GetElapsedTime(begin);
        // Its next life sets it aside; until then the worker that told of the damage may still look ready.
        var aside = Path.Combine(database.FolderOf(slot), "quarantine");
        await Until.TrueAsync("the copy set aside", DatabaseUnderTest.HealLimit, () => Directory.Exists(aside));
        await database.HealedAsync();
        foreach (var dump in await database.DumpAsync())
            Assert.Contains(dump.Effects, effect => effect.Request == Marker);
        await OnlyThatOneAsync(database, slot, 0);
        await load.DisposeAsync();

        var figures = new Figures(database.Title($"flipped cell of a {(isLeader ? "leader" : "follower")}"));
        figures.Add("start to found (s)", took.TotalSeconds);
        figures.Keep();
    });

    private static async Task<IReadOnlyList<RecordedCall>> LoadAndStopAsync(DatabaseUnderTest database)
    {
        await using var load = RegisterLoad.Start(database.Draft.Port);
        await load.MoreAsync(300, TimeSpan.FromSeconds(20));
        var calls = await load.StopAsync();
        await database.HealedAsync();
        return calls;
    }

    private static void Inflict(string damage, string file)
    {
        // What is in the write-ahead log would hide the damage of the pages below it.
        Checkpoint.Of(file);
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        switch (damage)
        {
            case "zeroed page":
                stream.Position = Page * 2;
                stream.Write(new byte[Page]);
                break;
            case "overwritten header":
                stream.Write("This was a database"u8);
                break;
            case "truncated":
                stream.SetLength(stream.Length / 2 / Page * Page);
                break;
            default:
                var garbage = new byte[Page * 3];
                new Random(1).NextBytes(garbage);
                stream.Position = Page;
                stream.Write(garbage);
                break;
        }
    }

    private static void FlipCell(string folder, string marker)
    {
        var file = Dumps.FileOf(folder);
        Checkpoint.Of(file);
        var at = File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(marker));
        Assert.True(at > 0, "the cell is not in the file");
        LogFiles.Flip(file, at + 3);
    }

    /// <summary>The worker of that slot, and nobody else, was set aside since an event.</summary>
    private static async Task OnlyThatOneAsync(DatabaseUnderTest database, int slot, long after)
    {
        var aside = (await database.Stack.Admin.EventsAsync(after)).Where(happened => happened.Kind == Quarantined).ToList();
        Assert.NotEmpty(aside);
        Assert.All(aside, happened => Assert.Equal(slot, happened.Figure("slot")));
    }
}
