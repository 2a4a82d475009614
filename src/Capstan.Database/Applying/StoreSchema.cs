using Capstan.Sqlite;

namespace Capstan.Database.Applying;

/// <summary>A copy's own tables, beside the users' (protocol section 1), and the marks by which its file is recognised.</summary>
internal static class StoreSchema
{
    /// <summary>"CAPS": tells a copy from other SQLite files.</summary>
    public const int ApplicationId = 0x43415053;

    /// <summary>Changes with the own tables.</summary>
    public const int Format = 1;

    private static readonly byte[] Script =
        """
        CREATE TABLE _meta (name TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE _log (lsn INTEGER PRIMARY KEY, record BLOB NOT NULL);
        CREATE TABLE _dedupe (
          request TEXT NOT NULL PRIMARY KEY, keyed INTEGER NOT NULL, body BLOB NOT NULL, answer BLOB NOT NULL, expires INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX _dedupe_expires ON _dedupe (expires);
        """u8.ToArray();

    /// <summary>Takes the own tables and marks out of a file.</summary>
    public static ReadOnlySpan<byte> Removal =>
        "DROP TABLE _meta; DROP TABLE _log; DROP TABLE _dedupe; PRAGMA application_id = 0; PRAGMA user_version = 0"u8;

    /// <summary>Makes the tables in an empty file.</summary>
    public static void Create(SqliteConnection connection)
    {
        connection.Begin(SqliteTransactionMode.Immediate);
        connection.ExecuteScript(Script);
        connection.Execute($"PRAGMA application_id = {ApplicationId}");
        connection.Execute($"PRAGMA user_version = {Format}");
        Put(connection, "state", SavedMeta.Encode(new StoreMeta()));
        Put(connection, "hashes", SavedHashes.Encode([]));
        connection.Commit();
    }

    /// <summary>What is wrong with a file that is not new; null when it is a copy of this format.</summary>
    /// <exception cref="StoreFailedException">It is a copy of a newer program.</exception>
    public static string? Fault(SqliteConnection connection)
    {
        if (connection.QueryInt64("PRAGMA application_id") != ApplicationId)
            return "it is no copy of a replicated database";
        var format = connection.QueryInt64("PRAGMA user_version");
        if (format > Format)
            throw new StoreFailedException($"The copy {connection.Path} has format {format}; this program knows formats up to {Format}. Run the newer program, or remove the copy to have it built anew.");
        return connection.QuickCheck(limit: 1) is [var first, ..] ? first : null;
    }

    private static void Put(SqliteConnection connection, string name, byte[] value)
    {
        using var put = connection.PrepareTrusted("INSERT INTO _meta VALUES (?1, ?2)");
        put.BindText(1, name);
        put.BindBlob(2, value);
        put.Execute();
    }
}
