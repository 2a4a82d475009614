namespace Capstan.Sqlite;

/// <summary>What was written.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Bytes">Bytes, brackets included.</param>
/// <param name="End">Why it ended there.</param>
public readonly record struct SqliteJsonResult(long Rows, long Bytes, SqliteJsonEnd End);
