using System.Globalization;
using Capstan.History;
using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Servers;

namespace Capstan.SystemTests.Databases;

/// <summary>Snapshots that were not finished, are damaged, or are needed.</summary>
public sealed class SnapshotFaultTests
{
    private const int Records = 200;
    private const string Made = "database.snapshot-made";

    private static DatabaseDraft On(Engine engine) => new() { Engine = engine, Settings = string.Create(CultureInfo.InvariantCulture, $"snapshot: {{ records: {Records} }}") };

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
        await database.Stack.EventAsync("a snapshot made", TimeSpan.FromSeconds(30), happened => happened.Kind == Made);
        var calls = await load.StopAsync();
        var taken = await LoseFolderAsync(database);
        Assert.Contains(await database.Stack.Admin.EventsAsync(), happened => happened.Kind == Made && happened.Reason == taken.Reason);
        await database.JudgeAsync(calls);
    });

    [Theory, OnEngines(ServersInFullRoundsOnly = true)]
    public Task NewestSnapshot_Damaged_TheOneBeforeIsTaken(Engine engine) => DatabaseUnderTest.RunAsync(On(engine), async database =>
    {
        var calls = await TwoSnapshotsAsync(database);
        var (before, newest) = (Snapshots(database)[^2], Snapshots(database)[^1]);
        LogFiles.Flip(newest, new FileInfo(newest).Length / 2);
        var taken = await LoseFolderAsync(database);
        Assert.True(File.Exists(newest + ".damaged"), "the damaged snapshot was not set aside");
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"record {RecordOf(before)},"), taken.Reason, StringComparison.Ordinal);
        await database.JudgeAsync(calls);
    });

    /// <summary>A copy from such a snapshot stands behind the log's end, and so do the others: what is missing in between is given back.</summary>
    [Fact, Trait("engine", "embedded")]
    public Task Log_CutBelowTheNewestSnapshot_IsGivenBackAndThatSnapshotIsTaken() => DatabaseUnderTest.RunAsync(On(Engine.Embedded), async database =>
    {
        var calls = await TwoSnapshotsAsync(database);
        var newest = RecordOf(Snapshots(database)[^1]);
        var below = calls.Where(call => call.IsAcknowledged && call.Lsn < newest - (Records / 2)).MaxBy(call => call.Lsn)!;
        var last = await database.Stack.LastEventAsync();
        var taken = await LoseFolderAsync(database, () => LogFiles.CutAt(LogFiles.Last(database), below.Request));
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"record {newest},"), taken.Reason, StringComparison.Ordinal);
        await database.Stack.EventAsync("the repair told", TimeSpan.FromSeconds(5), happened => happened.Kind == "database.log-repaired", last);
        await using var load = RegisterLoad.Start(database.Draft.Port);
        await load.MoreAsync(20, TimeSpan.FromSeconds(20));
        await database.JudgeAsync([.. calls, .. await load.StopAsync()]);
    });

    /// <summary>Writes until there are two snapshots, and none is due that would be newer than these.</summary>
    private static async Task<IReadOnlyList<RecordedCall>> TwoSnapshotsAsync(DatabaseUnderTest database)
    {
        await using var load = RegisterLoad.Start(database.Draft.Port);
        await Until.TrueAsync("two snapshots", TimeSpan.FromSeconds(40), () => Snapshots(database).Count >= 2);
        var calls = await load.StopAsync();
        await database.WhenAsync("no snapshot due", TimeSpan.FromSeconds(20), view => view.IsWhole && view.Workers.Max(worker => worker.Applied) < RecordOf(Snapshots(database)[^1]) + Records);
        return calls;
    }

    /// <summary>Ends everything, takes a worker's folder away, and starts again.</summary>
    /// <param name="database">The database.</param>
    /// <param name="harm">What else happens meanwhile.</param>
    /// <returns>Which snapshot that worker took.</returns>
    private static async Task<EventView> LoseFolderAsync(DatabaseUnderTest database, Action? harm = null)
    {
        const int Slot = 1;
        await database.HealedAsync();
        var last = await database.Stack.LastEventAsync();
        await database.KillAllAsync();
        Directory.Delete(database.FolderOf(Slot), recursive: true);
        harm?.Invoke();
        await database.Stack.StartAsync();
        await database.HealedAsync(TimeSpan.FromSeconds(40));
        return await database.Stack.EventAsync("a snapshot taken", TimeSpan.FromSeconds(5), happened => happened.Kind == "database.snapshot-taken" && happened.Figure("slot") == Slot, last);
    }

    private static long RecordOf(string snapshot) => long.Parse(Path.GetFileName(snapshot).Split('-')[1], CultureInfo.InvariantCulture);

    /// <summary>Finished snapshots, the newest last; others have other endings.</summary>
    private static List<string> Snapshots(DatabaseUnderTest database) =>
        [.. Directory.EnumerateFiles(Path.Combine(database.Folder, "engine", "snapshots"), "*.sqlite").Order(StringComparer.Ordinal)];
}
