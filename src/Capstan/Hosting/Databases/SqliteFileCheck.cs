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
