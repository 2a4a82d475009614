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
            calls.AddRange(await StartUnderLoadAsync(database));
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
        calls.AddRange(await StartUnderLoadAsync(database));
        await database.JudgeAsync(calls);
    });

    /// <summary>
    /// SQLite finds nothing wrong with such a file, so what is read from it is wrong until a scrub finds it, whatever the level. From then on
    /// nobody reads a wrong cell any more, and nothing but that cell is ever read wrong.
    /// </summary>
    [Theory, OnEngines(false, true, ServersInFullRoundsOnly = true)]
    public Task Flip_OfACellAtRest_IsFoundByTheScrubAndTheCopyRebuilt(Engine engine, bool isLeader) => DatabaseUnderTest.RunAsync(
        new DatabaseDraft { Engine = engine, Settings = "scrub: 1s", Schema = Registers.Schema + CellReaders.Schema }, async database =>
        {
            var position = await CellReaders.WriteAsync(database.Sql);
            var calls = await LoadAndStopAsync(database);
            var status = await database.HealedAsync();
            var slot = isLeader ? status.LeaderSlot!.Value : status.Following[0].Slot;
            await database.KillAllAsync();
            FlipCell(database.FolderOf(slot));
            await database.Stack.StartAsync();
            await using var readers = CellReaders.Start(database.Draft.Port, position);
            await using var load = RegisterLoad.Start(database.Draft.Port);
            await database.HealedAsync();
            var begin = TimeProvider.System.GetTimestamp();
            await database.Stack.EventAsync("the damage found", TimeSpan.FromSeconds(60), happened => happened.Kind == Quarantined && happened.Figure("slot") == slot);
            var took = TimeProvider.System.GetElapsedTime(begin);
            // The next life of the worker that told of the damage sets it aside; until then that one may still look ready, and answer what it had taken.
            var aside = Path.Combine(database.FolderOf(slot), "quarantine");
            await Until.TrueAsync("the copy set aside", DatabaseUnderTest.HealLimit, () => Directory.Exists(aside));
            var after = RegisterClient.Now;
            await database.HealedAsync();
            await load.MoreAsync(100, TimeSpan.FromSeconds(20));

            await readers.StopAsync();
            calls.AddRange(await load.StopAsync());
            await database.JudgeAsync(calls);
            await OnlyThatOneAsync(database, slot, 0);
            Assert.Equal(CellReaders.Levels, readers.Reads.Where(read => read.Start >= after).Select(read => read.Level).Distinct().Order());
            Assert.DoesNotContain(readers.Reads, read => read.IsWrong && read.Start >= after);

            var figures = new Figures(database.Title($"flipped cell of a {(isLeader ? "leader" : "follower")}"));
            figures.Add("start to found (s)", took.TotalSeconds);
            figures.Add("reads of the cell", readers.Reads.Count);
            figures.Add("reads of the cell that were wrong, before it was found", readers.Reads.Count(read => read.IsWrong));
            figures.Keep();
        });

    private static async Task<List<RecordedCall>> LoadAndStopAsync(DatabaseUnderTest database)
    {
        await using var load = RegisterLoad.Start(database.Draft.Port);
        await load.MoreAsync(300, TimeSpan.FromSeconds(20));
        var calls = await load.StopAsync();
        await database.HealedAsync();
        return [.. calls];
    }

    /// <summary>Starts again and reads and writes from then on: the damage is of a kind that is found before anybody reads from the copy.</summary>
    private static async Task<IReadOnlyList<RecordedCall>> StartUnderLoadAsync(DatabaseUnderTest database)
    {
        await database.Stack.StartAsync();
        await using var load = RegisterLoad.Start(database.Draft.Port);
        await database.HealedAsync(TimeSpan.FromSeconds(40));
        await load.MoreAsync(100, TimeSpan.FromSeconds(20));
        return await load.StopAsync();
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

    private static void FlipCell(string folder)
    {
        var file = Dumps.FileOf(folder);
        Checkpoint.Of(file);
        var at = File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(CellReaders.Cell));
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
