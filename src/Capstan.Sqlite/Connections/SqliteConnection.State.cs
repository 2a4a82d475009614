using Capstan.Sqlite.Native;

namespace Capstan.Sqlite;

public sealed unsafe partial class SqliteConnection
{
    private const int DeferredForeignKeys = 10;

    /// <summary>Whether no transaction is open. A failing statement may have rolled the transaction back by itself.</summary>
    public bool IsAutocommit => Sqlite3.GetAutocommit(Database) != 0;

    /// <summary>Whether the main database may only be read.</summary>
    public bool IsReadOnly
    {
        get
        {
            fixed (byte* name = "main\0"u8) return Sqlite3.IsReadOnly(Database, name) == 1;
        }
    }

    /// <summary>Rows that the last INSERT, UPDATE or DELETE changed directly, without triggers and cascades.</summary>
    public long Changes => Sqlite3.Changes(Database);

    /// <summary>Rows changed since the connection was opened, with those of triggers and cascades.</summary>
    public long TotalChanges => Sqlite3.TotalChanges(Database);

    /// <summary>The rowid of the last row that was inserted on this connection; may be set to make last_insert_rowid() reproducible.</summary>
    public long LastInsertRowId
    {
        get => Sqlite3.LastInsertRowId(Database);
        set => Sqlite3.SetLastInsertRowId(Database, value);
    }

    /// <summary>How long a call waits for another connection's lock. Zero fails at once; fractions of a millisecond are cut off.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or beyond 24 days.</exception>
    public TimeSpan BusyTimeout
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value.TotalMilliseconds, int.MaxValue);
            Check(Sqlite3.BusyTimeout(Database, (int)value.TotalMilliseconds));
            field = value;
        }
    }

    /// <summary>
    /// Whether a violated deferred foreign key stands open in this transaction, so that committing it now would fail
    /// (SQLITE_DBSTATUS_DEFERRED_FKS).
    /// </summary>
    public bool HasDeferredViolations
    {
        get
        {
            Check(Sqlite3.Status(Database, DeferredForeignKeys, out var current, out _, 0));
            return current != 0;
        }
    }

    /// <summary>The value of a limit.</summary>
    public int GetLimit(SqliteLimit limit) => Sqlite3.Limit(Database, (int)limit, -1);

    /// <summary>Sets a limit, at most to what the library was built with. Statements in the cache are prepared anew under it.</summary>
    /// <returns>The value before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int SetLimit(SqliteLimit limit, int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        var before = Sqlite3.Limit(Database, (int)limit, value);
        if (before != value) _cache.Clear();
        return before;
    }
}
