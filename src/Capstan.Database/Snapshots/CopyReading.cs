using Capstan.Database.Applying;
using Capstan.Sqlite;

namespace Capstan.Database.Snapshots;

/// <summary>Reads what a copy's file says of itself, from any connection to it.</summary>
internal static class CopyReading
{
    /// <summary>How far the copy has come.</summary>
    /// <exception cref="StoreFailedException">The file does not say.</exception>
    public static StoreMeta Meta(SqliteConnection connection) => Decoded(connection, SavedMeta.Query, SavedMeta.Decode);

    /// <summary>Its users' tables with the hashes that were saved for them.</summary>
    /// <exception cref="StoreFailedException">The file has none for one of them.</exception>
    public static IReadOnlyList<UserTable> Tables(SqliteConnection connection)
    {
        var hashes = Decoded(connection, SavedMeta.HashesQuery, SavedHashes.Decode);
        var tables = UserTable.ReadAll(connection);
        foreach (var table in tables.Values)
            table.Hash = hashes.TryGetValue(table.Name, out var hash) ? hash : throw Damaged($"the table {table.Name} has no hash");
        return [.. tables.Values];
    }

    private static T Decoded<T>(SqliteConnection connection, string query, Func<ReadOnlyMemory<byte>, T> decode)
    {
        using var statement = connection.PrepareTrusted(query);
        if (!statement.Step())
            throw Damaged("it does not say how far it has come");
        try
        {
            return decode(statement.GetBlob(0).ToArray());
        }
        catch (InvalidDataException fault)
        {
            throw Damaged(fault.Message);
        }
    }

    private static StoreFailedException Damaged(string why) => new($"The copy is damaged: {why}.") { IsDamage = true };
}
