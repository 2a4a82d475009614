using Capstan.Database.Applying;
using Capstan.Sqlite;

namespace Capstan.Database.Reading;

/// <summary>
/// What reads may do: read the users' tables and views, and SQLite's table of the schema, which tells how they were made. Nothing else,
/// unknown actions of newer libraries included.
/// </summary>
internal sealed class ReaderAuthorizer
{
    private static readonly HashSet<string> Readable =
        new(StringComparer.OrdinalIgnoreCase) { "sqlite_schema", "sqlite_master", "sqlite_sequence" };

    /// <summary>Whether something was refused since this was set to false; SQLite reports some refusals as plain faults.</summary>
    public bool HasRefused { get; set; }

    /// <summary>Decides.</summary>
    public SqliteVerdict Judge(in SqliteAccess access)
    {
        var isAllowed = access.Database is null or "main" && IsAllowed(access);
        HasRefused |= !isAllowed;
        return isAllowed ? SqliteVerdict.Allow : SqliteVerdict.Deny;
    }

    private static bool IsAllowed(in SqliteAccess access) => access.Action switch
    {
        SqliteAction.Select or SqliteAction.Recursive => true,
        SqliteAction.Read => !SqlNames.IsReserved(access.First) || Readable.Contains(access.First!),
        // SQLite asks so when it declares json_each and the like; changes of the schema it refuses itself.
        SqliteAction.Update => access.First == "sqlite_master",
        // What tells versions apart is no secret, but load_extension and the like are refused to reads as well.
        SqliteAction.Function => access.Second == "sqlite_version" || !SqlNames.IsRefusedFunction(access.Second),
        _ => false,
    };
}
