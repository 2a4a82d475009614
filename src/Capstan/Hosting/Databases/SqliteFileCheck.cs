using Capstan.Database.Api;
using Capstan.Sqlite;

namespace Capstan.Hosting.Databases;

/// <summary>Judges SQLite files with the system's library.</summary>
internal sealed class SqliteFileCheck : IDatabaseFileCheck
{
    /// <inheritdoc />
    public string? FindFault(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = SqliteConnection.Open(path, new SqliteOpenOptions { Mode = SqliteOpenMode.ReadOnly });
            connection.SetProgress(() => cancellationToken.IsCancellationRequested);
            // Looked for first, since checking a file runs the code of its virtual tables: they have no pages of their own.
            if (connection.QueryInt64("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND rootpage = 0") > 0)
                return "It has virtual tables (as for full-text search), which cannot be restored. Drop them, or make plain tables of them.";
            if (connection.QuickCheck(1) is [var fault, ..])
                return fault;
            return connection.ReadTables().Any(IsUserTable) ? null : "It has no table.";
        }
        catch (SqliteException fault)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return fault.Message;
        }
    }

    // Those that begin with an underscore are of a replica's own, and SQLite's are no user's.
    private static bool IsUserTable(SqliteTable table) =>
        table is { Database: "main", Kind: "table" } && !table.Name.StartsWith('_') && !table.Name.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase);
}
