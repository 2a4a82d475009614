namespace Capstan.Sqlite;

/// <summary>What happens to a row. The numbers are SQLite's. A row that REPLACE pushes out is a <see cref="Delete"/> of its own.</summary>
public enum SqliteChangeKind
{
    /// <summary>It goes; it has old values.</summary>
    Delete = 9,

    /// <summary>It comes; it has new values.</summary>
    Insert = 18,

    /// <summary>It changes; it has both.</summary>
    Update = 23,
}
