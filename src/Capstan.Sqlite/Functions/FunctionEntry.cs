namespace Capstan.Sqlite;

/// <summary>A registered function. SQLite holds the one handle to it, and gives that up by its destructor.</summary>
internal sealed record FunctionEntry(SqliteConnection Connection, SqliteFunction Function);
