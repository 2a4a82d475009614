using Capstan.Database.Applying;
using Capstan.Sqlite;

namespace Capstan.Database.Snapshots;

/// <summary>A copy's users' tables alone, as a SQLite file for people to keep: nothing of the log, of answers, or of whose copy it was.</summary>
internal static class BackupFile
{
    /// <summary>Writes it from a whole snapshot, which is used up.</summary>
    /// <param name="snapshot">The snapshot's file, nobody else's.</param>
    /// <param name="path">The new file.</param>
    /// <param name="cancellationToken">Ends it; what was begun is gone.</param>
    /// <exception cref="StoreFailedException">There is no room, or the snapshot cannot be read.</exception>
    public static void Write(string snapshot, string path, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = SqliteConnection.Open(snapshot, new SqliteOpenOptions { Mode = SqliteOpenMode.ReadWrite });
            connection.SetProgress(() => cancellationToken.IsCancellationRequested);
            // Nobody reads it again should this end half-way.
            connection.Execute("PRAGMA journal_mode = OFF");
            connection.Execute("PRAGMA synchronous = OFF");
            connection.ExecuteScript(StoreSchema.Removal);
            // Not VACUUM, which would give the rows of some tables new rowids.
            connection.VacuumInto(path, null, cancellationToken);
        }
        catch (SqliteException fault)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw StoreFaults.Failed(fault);
        }
    }

    /// <summary>Writes that of a database to which nothing was ever written.</summary>
    /// <exception cref="StoreFailedException">There is no room.</exception>
    public static void WriteEmpty(string path)
    {
        try
        {
            using var empty = SqliteConnection.OpenMemory();
            empty.VacuumInto(path);
        }
        catch (SqliteException fault)
        {
            throw StoreFaults.Failed(fault);
        }
    }
}
