using Capstan.Database.Applying;
using Capstan.Database.Engines;
using Capstan.Database.Snapshots;

namespace Capstan.Database.Worker;

/// <summary>
/// A worker's copy before it is served (protocol section 7): its own folder, otherwise the newest whole snapshot, otherwise an empty one
/// that reads the log from its start.
/// </summary>
internal sealed class WorkerCopy(string folder, IWorkerEngine engine, TimeProvider time)
{
    /// <summary>File that says that the copy is to be rebuilt, and why.</summary>
    private const string RebuildFile = "rebuild";

    private string RebuildPath => Path.Combine(folder, RebuildFile);

    /// <summary>Leaves word for the next start.</summary>
    public void AskForRebuild(string reason) => File.WriteAllText(RebuildPath, reason);

    /// <summary>Sets aside a copy that is to be rebuilt, and puts a snapshot where there is none.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        if (File.Exists(RebuildPath))
        {
            var reason = await File.ReadAllTextAsync(RebuildPath, cancellationToken);
            if (File.Exists(StoreFolder.FileOf(folder)))
                await engine.NoteAsync(NoticeKinds.Quarantined, $"{reason}; the copy was moved to {StoreFolder.Quarantine(folder, time.GetUtcNow())}");
            File.Delete(RebuildPath);
        }

        if (!File.Exists(StoreFolder.FileOf(folder)))
            await InstallAsync(cancellationToken);
    }

    /// <summary>Opens the copy; a bad one is set aside and rebuilt.</summary>
    /// <exception cref="StoreFailedException">The folder cannot be used.</exception>
    public async Task<SqliteReplicaStore> OpenAsync(CancellationToken cancellationToken)
    {
        var options = new SqliteStoreOptions { IsDurable = engine.Settings.IsDurable, Time = time };
        var opening = SqliteReplicaStore.Open(folder, options);
        if (opening.Quarantined is not { } why)
            return opening.Store;
        await engine.NoteAsync(NoticeKinds.Quarantined, why);
        opening.Store.Dispose();
        await InstallAsync(cancellationToken);
        return SqliteReplicaStore.Open(folder, options).Store;
    }

    private async Task InstallAsync(CancellationToken cancellationToken)
    {
        foreach (var snapshot in await engine.Snapshots.ListAsync(cancellationToken))
        {
            var fetched = Path.Combine(folder, "fetched.tmp");
            if (!await engine.Snapshots.FetchAsync(snapshot.Digest, fetched, cancellationToken))
                continue;
            SnapshotInstaller.Install(folder, fetched, time.GetUtcNow());
            await engine.NoteAsync(NoticeKinds.SnapshotTaken, $"record {snapshot.Lsn}, {snapshot.Length} bytes");
            return;
        }
    }
}
