namespace Capstan.Sqlite;

/// <summary>
/// Called before each change of a row of an ordinary table, whatever brought it about: the statement itself, a trigger, a foreign key's
/// action, a REPLACE. Not called for virtual tables, for system tables (sqlite_sequence), for what
/// changes the schema (CREATE TABLE AS, ALTER TABLE, DROP TABLE) and for what ROLLBACK undoes.
/// </summary>
public delegate void SqliteChangeHandler(in SqliteChange change);
