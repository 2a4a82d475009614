using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Servers;

namespace Capstan.SystemTests.Databases;

/// <summary>Snapshots that were not finished, are damaged, or are needed.</summary>
public sealed class SnapshotFaultTests
{
    private static DatabaseDraft On(Engine engine) => new() { Engine = engine, Settings = "snapshot: { records: 200 }" };

    [Theory, OnEngines(ServersInFullRoundsOnly = true)]
    public Task Snapshot_InterruptedByACrash_IsNeverOpened(Engine engine) => DatabaseUnderTest.RunAsync(On(engine), async database =>
    {
        var status = await database.HealedAsync();
        foreach (var follower in status.Following)
        {
            await File.WriteAllTextAsync(Path.Combine(database.FolderOf(follower.Slot), "failpoint"), "c14");
            Signals.Send(follower.Pid!.Value, Signals.Kill);
        }

        await database.WhenAsync("armed followers", DatabaseUnderTest.HealLimit, view => view.IsWhole && status.Following.All(before => view.At(before.Slot).Pid != before.Pid));
        var armed = (await database.LookAsync())!.Following.Select(worker => worker.Pid!.Value).ToList();
        await using var load = RegisterLoad.Start(database.Draft.Port);
        await Until.TrueAsync("a follower ended in the middle of a snapshot", TimeSpan.FromSeconds(30), () => armed.Exists(pid => !LeftBehind.IsAlive(pid)));
        await MadeAsync(database);
        await database.JudgeAsync(await load.StopAsync());
    });

    [Theory, OnEngines(ServersInFullRoundsOnly = true)]
    public Task NewestSnapshot_Damaged_TheOneBeforeIsTaken(Engine engine) => DatabaseUnderTest.RunAsync(On(engine), async database =>
    {
        await using var load = RegisterLoad.Start(database.Draft.Port);
        await Until.TrueAsync("two snapshots", TimeSpan.FromSeconds(40), () => Snapshots(database).Count >= 2);
        await database.HealedAsync();
        await database.KillAllAsync();
        var calls = await load.StopAsync();
        var newest = Snapshots(database).MaxBy(File.GetLastWriteTimeUtc)!;
        LogFiles.Flip(newest, new FileInfo(newest).Length / 2);
        var slot = 1;
        Directory.Delete(database.FolderOf(slot), recursive: true);
        await database.Stack.StartAsync();
        await database.HealedAsync(TimeSpan.FromSeconds(40));
        await database.JudgeAsync(calls);
    });

    private static Task MadeAsync(DatabaseUnderTest database) =>
        database.Stack.EventAsync("a snapshot made", TimeSpan.FromSeconds(30), happened => happened.Kind == "database.snapshot-made");

    /// <summary>Finished snapshots; others have other endings.</summary>
    private static List<string> Snapshots(DatabaseUnderTest database) =>
        [.. Directory.EnumerateFiles(Path.Combine(database.Folder, "engine", "snapshots"), "*.sqlite")];
}
