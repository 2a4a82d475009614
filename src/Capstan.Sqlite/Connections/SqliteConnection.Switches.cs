using Capstan.Sqlite.Native;

namespace Capstan.Sqlite;

public sealed unsafe partial class SqliteConnection
{
    /// <summary>Switches the enforcement of foreign keys on or off, inside a transaction too (unlike the pragma). Statements are prepared anew.</summary>
    /// <exception cref="SqliteException">SQLite refused.</exception>
    public void EnforceForeignKeys(bool enforce) => Configure(Sqlite3.ConfigEnableForeignKeys, enforce);

    /// <summary>Switches all triggers on (the start) or off, for statements that are prepared from then on.</summary>
    /// <exception cref="SqliteException">SQLite refused.</exception>
    public void FireTriggers(bool fire)
    {
        Configure(Sqlite3.ConfigEnableTriggers, fire);
        _cache.Clear();
    }
}
