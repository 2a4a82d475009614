namespace Capstan.Testing.Databases;

/// <summary>
/// The statements that <see cref="MemoryStore"/> understands, word for word; SQLite does the same with them. Rows are keys and whole
/// numbers that are not negative.
/// </summary>
public static class KeyValueSql
{
    public const string Create = "CREATE TABLE kv (k TEXT NOT NULL PRIMARY KEY, v INTEGER NOT NULL CHECK (v >= 0)) WITHOUT ROWID";

    public const string Drop = "DROP TABLE kv";

    /// <summary>Key, value. A key that exists is refused.</summary>
    public const string Insert = "INSERT INTO kv (k, v) VALUES (?1, ?2)";

    /// <summary>Key, value.</summary>
    public const string Upsert = "INSERT INTO kv (k, v) VALUES (?1, ?2) ON CONFLICT (k) DO UPDATE SET v = excluded.v";

    /// <summary>Key; the value becomes the record's log time in seconds.</summary>
    public const string Stamp = "INSERT INTO kv (k, v) VALUES (?1, unixepoch()) ON CONFLICT (k) DO UPDATE SET v = excluded.v";

    /// <summary>Key, the value it has, the value it gets.</summary>
    public const string Swap = "UPDATE kv SET v = ?3 WHERE k = ?1 AND v = ?2";

    /// <summary>Key, what is added; less than nothing is refused.</summary>
    public const string Add = "UPDATE kv SET v = v + ?2 WHERE k = ?1";

    /// <summary>Key.</summary>
    public const string Delete = "DELETE FROM kv WHERE k = ?1";

    /// <summary>Key.</summary>
    public const string Select = "SELECT v FROM kv WHERE k = ?1";

    /// <summary>All rows by key.</summary>
    public const string SelectAll = "SELECT k, v FROM kv ORDER BY k";

    /// <summary>Ends the process that carries it out, when <see cref="MemoryDisk.Crashes"/> says so; otherwise there is no such function.</summary>
    public const string Crash = "SELECT crash()";
}
