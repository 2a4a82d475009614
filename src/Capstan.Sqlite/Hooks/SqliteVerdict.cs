namespace Capstan.Sqlite;

/// <summary>An authorizer's answer. The numbers are SQLite's.</summary>
public enum SqliteVerdict
{
    /// <summary>Goes on.</summary>
    Allow = 0,

    /// <summary>The statement is refused with <see cref="SqliteCode.Authorization"/>.</summary>
    Deny = 1,

    /// <summary>
    /// The action is left out: a column reads as NULL or stays as it was, a function yields NULL, a DELETE goes row by row. For other
    /// actions what it means is SQLite's choice; prefer <see cref="Deny"/>.
    /// </summary>
    Ignore = 2,
}
