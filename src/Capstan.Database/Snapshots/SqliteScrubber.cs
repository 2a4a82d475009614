using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Sqlite;

namespace Capstan.Database.Snapshots;

/// <summary>
/// Recomputes each table's hash from its rows and compares it with the one that the very same read transaction shows (protocol section 8):
/// no hook sees a byte that flips at rest, and SQLite's own checks miss it too. Slow on purpose; a table at a time, so that the WAL file
/// is held back no longer than one table takes.
/// </summary>
/// <param name="source">The worker's file.</param>
/// <param name="time">Paces it.</param>
internal sealed class SqliteScrubber(string source, TimeProvider time) : IScrubber
{
    /// <summary>Rows between two pauses.</summary>
    public const int RowsAtOnce = 2_000;

    /// <summary>Length of a pause: at most 400,000 rows a second are read.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> PassAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var connection = SqliteConnection.Open(source, new SqliteOpenOptions { Mode = SqliteOpenMode.ReadOnly, BusyTimeout = TimeSpan.FromSeconds(2) });
            connection.Execute("PRAGMA temp_store = MEMORY");
            var differing = new List<string>();
            foreach (var name in Names(connection))
            {
                if (await DiffersAsync(connection, name, cancellationToken))
                    differing.Add(name);
            }

            return differing;
        }
        catch (SqliteException fault)
        {
            throw StoreFaults.Failed(fault);
        }
    }

    private static List<string> Names(SqliteConnection connection)
    {
        connection.Begin();
        var names = CopyReading.Tables(connection).Select(table => table.Name).ToList();
        connection.Commit();
        return names;
    }

    private async Task<bool> DiffersAsync(SqliteConnection connection, string name, CancellationToken cancellationToken)
    {
        connection.Begin();
        try
        {
            // A table that was dropped since the names were read has nothing to be compared.
            var table = CopyReading.Tables(connection).FirstOrDefault(table => table.Name == name);
            return table is not null && await ComputeAsync(connection, table, cancellationToken) != table.Hash;
        }
        finally
        {
            connection.Rollback();
        }
    }

    private async Task<Digest> ComputeAsync(SqliteConnection connection, UserTable table, CancellationToken cancellationToken)
    {
        using var rows = table.Select(connection);
        var (bytes, hash) = (new RowBytes(), Digest.Zero);
        for (var count = 1; rows.Step(); count++)
        {
            hash ^= table.HashRow(rows, bytes);
            if (count % RowsAtOnce == 0)
                await Task.Delay(Pause, time, cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return hash;
    }
}
