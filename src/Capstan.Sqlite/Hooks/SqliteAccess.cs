namespace Capstan.Sqlite;

/// <summary>One thing that a statement wants to do; a statement asks many.</summary>
/// <param name="Action">What.</param>
/// <param name="First">First name; see the action.</param>
/// <param name="Second">Second name; see the action.</param>
/// <param name="Database">The database it concerns ("main", "temp", an attached one's name); null where none is meant.</param>
/// <param name="Inside">The innermost trigger or view whose text asks; null when the statement's own text does.</param>
public readonly record struct SqliteAccess(SqliteAction Action, string? First, string? Second, string? Database, string? Inside);
