using Capstan.Database.Applying;
using Capstan.Database.Engines;
using Capstan.Database.Membership;
using Capstan.Database.Reading;
using Capstan.Database.Snapshots;
using Capstan.Sqlite;

namespace Capstan.Database.Worker;

/// <summary>One worker of a database as a process of its own: <c>capstan worker</c>, started by the controller in a slot.</summary>
public static class WorkerProcess
{
    /// <summary>Environment variable with the absolute path of the worker's own folder.</summary>
    public const string FolderVariable = "CAPSTAN_WORKER_FOLDER";

    /// <summary>Name of the folder for SQLite's temporary files in a worker's folder: on the same disk, so that one that is full shows as such.</summary>
    public const string TemporaryFolder = "temporary";

    /// <summary>Runs until the worker ends itself or is asked to.</summary>
    /// <param name="open">Joins the database.</param>
    /// <param name="environment">The process's variables.</param>
    /// <param name="time">The clock.</param>
    /// <param name="seed">Random numbers for the records' seeds.</param>
    /// <param name="say">Takes its last words.</param>
    /// <param name="leave">Asks it to end.</param>
    /// <returns>One of <see cref="WorkerExit"/>.</returns>
    public static async Task<int> RunAsync(
        WorkerEngineOpener open, IReadOnlyDictionary<string, string> environment, TimeProvider time, Func<long> seed, Action<string> say,
        CancellationToken leave)
    {
        try
        {
            if (!environment.TryGetValue(FolderVariable, out var folder))
                throw new EngineException($"{FolderVariable} is not set. Workers are started by 'capstan up', not by hand.");
            Directory.CreateDirectory(Path.Combine(folder, TemporaryFolder));
            Failpoints.Arm(folder);
            await using var engine = await open(environment, SqliteLibrary.Version + " " + SqliteLibrary.Options, leave);
            var outcome = await ServeAsync(engine, folder, Failpoints.Clock(time), seed, leave);
            say(outcome.Detail);
            return outcome.ExitCode;
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            return WorkerExit.Clean;
        }
        catch (SessionLostException lost)
        {
            say(lost.Message);
            return WorkerExit.SessionLost;
        }
        catch (Exception fault) when (fault is EngineException or StoreFailedException or SqliteLibraryException or IOException or UnauthorizedAccessException)
        {
            say(fault.Message);
            return WorkerExit.Failed;
        }
    }

    private static async Task<WorkerOutcome> ServeAsync(
        IWorkerEngine engine, string folder, TimeProvider time, Func<long> seed, CancellationToken leave)
    {
        var copy = new WorkerCopy(folder, engine, time);
        await copy.PrepareAsync(leave);
        using var store = await copy.OpenAsync(leave);
        using var marks = AttemptMarkFile.Open(folder, store.Meta.Applied);
        using var reader = new SqliteQueryReader(StoreFolder.FileOf(folder), new SqliteReaderSettings(), time);
        var parts = new WorkerParts
        {
            Engine = engine,
            Slot = engine.Slot,
            Store = Failpoints.IsArmed ? new FailingStore(store) : store,
            Marks = marks,
            Reader = reader,
            Restores = new RestoreFolder(Path.Combine(folder, "restore"), engine.Snapshots),
            Snapshots = new SqliteSnapshotMaker(StoreFolder.FileOf(folder), Path.Combine(folder, "snapshots")),
            Scrubber = new SqliteScrubber(StoreFolder.FileOf(folder), time),
            Trial = new SqliteSchemaTrial(),
            Time = time,
            Seed = seed,
        };
        using var host = new WorkerHost(parts);
        var outcome = await host.RunAsync(leave);
        if (outcome.ExitCode == WorkerExit.Rebuild)
            copy.AskForRebuild(outcome.Detail);
        return outcome;
    }
}
