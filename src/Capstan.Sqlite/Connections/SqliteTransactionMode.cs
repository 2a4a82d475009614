namespace Capstan.Sqlite;

/// <summary>When a transaction takes its locks.</summary>
public enum SqliteTransactionMode
{
    /// <summary>At its first read and its first write; the latter may then fail as busy.</summary>
    Deferred,

    /// <summary>The write lock at once.</summary>
    Immediate,

    /// <summary>The write lock at once, and outside WAL mode no readers beside it.</summary>
    Exclusive,
}
