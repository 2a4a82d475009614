using System.Security.Cryptography;
using Capstan.Database.Applying;
using Capstan.Database.Embedded.Files;
using Capstan.Database.Log;
using Capstan.Sqlite;
using Microsoft.Win32.SafeHandles;

namespace Capstan.Database.Snapshots;

/// <summary>
/// Makes snapshots from a connection of its own beside the writer (protocol section 7): <c>VACUUM INTO</c> a temporary name, position
/// read from the copy, every page and every row checked, synced, named, folder synced. Never a copy of a live file.
/// </summary>
/// <param name="source">The worker's file.</param>
/// <param name="folder">Where finished files are put.</param>
internal sealed class SqliteSnapshotMaker(string source, string folder) : ISnapshotMaker
{
    /// <summary>End of the names of unfinished files: nobody reads them, and the next snapshot deletes them.</summary>
    public const string Unfinished = ".part";

    /// <inheritdoc />
    public Task<(Snapshot Snapshot, string File)> MakeAsync(CancellationToken cancellationToken) =>
        Task.Run(() => Make(cancellationToken), cancellationToken);

    private (Snapshot Snapshot, string File) Make(CancellationToken cancellationToken)
    {
        var part = Path.Combine(folder, $"snapshot-{Guid.NewGuid():N}{Unfinished}");
        try
        {
            Directory.CreateDirectory(folder);
            DropUnfinished();
            Copy(part, cancellationToken);
            var meta = Check(part, cancellationToken);
            // In the middle of a message its position and its LSN do not belong together; who rescans from it would misjudge the rest.
            if (meta.ScanLsn != meta.Applied)
                throw new StoreFailedException($"The copy stands at record {meta.Applied} in the middle of a message; a snapshot is made later.");
            var (digest, length) = Seal(part, cancellationToken);
            var file = Path.Combine(folder, $"snapshot-{meta.Applied}.db");
            File.Move(part, file, overwrite: true);
            DurableFile.SyncFolder(folder);
            return (new Snapshot(meta.Applied, meta.Chain, meta.ScanEpoch, meta.Position, digest, length), file);
        }
        catch (SqliteException fault)
        {
            throw StoreFaults.Failed(fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreFailedException($"The snapshot was not made: {fault.Message}", fault);
        }
        finally
        {
            File.Delete(part);
        }
    }

    // What an earlier process left when it ended in the middle.
    private void DropUnfinished()
    {
        foreach (var file in Directory.GetFiles(folder, "*" + Unfinished + "*"))
            File.Delete(file);
    }

    private void Copy(string part, CancellationToken cancellationToken)
    {
        using var connection = SqliteConnection.Open(source, new SqliteOpenOptions { Mode = SqliteOpenMode.ReadOnly, BusyTimeout = TimeSpan.FromSeconds(2) });
        connection.Execute("PRAGMA temp_store = MEMORY");
        connection.VacuumInto(part, null, cancellationToken);
    }

    // A damaged copy must not be passed on to others, so its rows are compared with their hashes too.
    private static StoreMeta Check(string part, CancellationToken cancellationToken)
    {
        using var copy = SqliteConnection.Open(part, new SqliteOpenOptions { Mode = SqliteOpenMode.ReadOnly });
        copy.SetProgress(() => cancellationToken.IsCancellationRequested);
        try
        {
            if (copy.QuickCheck(limit: 1) is [var fault, ..])
                throw new StoreFailedException($"The snapshot is damaged: {fault}.") { IsDamage = true };
            var tables = CopyReading.Tables(copy);
            if (tables.FirstOrDefault(table => table.Recompute(copy, new RowBytes()) != table.Hash) is { } differing)
                throw new StoreFailedException($"The rows of {differing.Name} do not match their hash.") { IsDamage = true };
            return CopyReading.Meta(copy);
        }
        catch (SqliteException interrupted) when (interrupted.Code == SqliteCode.Interrupt)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private static (Digest Digest, long Length) Seal(string part, CancellationToken cancellationToken)
    {
        using SafeFileHandle file = File.OpenHandle(part, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(file);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        long at = 0;
        for (int read; (read = RandomAccess.Read(file, buffer, at)) > 0; at += read)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
        }

        return (new Digest(hash.GetHashAndReset()), at);
    }
}
