namespace Capstan.Sqlite;

/// <summary>Called every so many instructions of a running statement.</summary>
/// <returns>True to end the statement with <see cref="SqliteCode.Interrupt"/>.</returns>
public delegate bool SqliteProgress();
