namespace Capstan.Sqlite;

/// <summary>A table as the schema has it (PRAGMA table_list).</summary>
/// <param name="Database">"main", "temp" or an attached database's name.</param>
/// <param name="Name">Name, spelt as it was created.</param>
/// <param name="Kind">"table", "view", "shadow" (storage of a virtual table) or "virtual".</param>
/// <param name="ColumnCount">Columns, generated and hidden ones too.</param>
/// <param name="HasRowId">False for WITHOUT ROWID.</param>
/// <param name="IsStrict">Whether it is STRICT.</param>
public sealed record SqliteTable(string Database, string Name, string Kind, int ColumnCount, bool HasRowId, bool IsStrict);
