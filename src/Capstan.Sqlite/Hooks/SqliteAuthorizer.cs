namespace Capstan.Sqlite;

/// <summary>
/// Decides what statements may do. Asked while a statement is prepared, and again whenever SQLite prepares it anew after a change of the
/// schema; never while it runs. An exception denies and is thrown from the preparing call.
/// </summary>
public delegate SqliteVerdict SqliteAuthorizer(in SqliteAccess access);
