namespace Capstan.Sqlite;

/// <summary>Which kind of constraint was violated. The numbers are those of SQLite's extended codes.</summary>
public enum SqliteConstraint
{
    /// <summary>None, or one that SQLite does not name.</summary>
    None = 0,

    /// <summary>A CHECK.</summary>
    Check = 1,

    /// <summary>A commit hook refused.</summary>
    CommitHook = 2,

    /// <summary>A foreign key.</summary>
    ForeignKey = 3,

    /// <summary>A function of an extension refused.</summary>
    Function = 4,

    /// <summary>NOT NULL.</summary>
    NotNull = 5,

    /// <summary>A primary key that exists.</summary>
    PrimaryKey = 6,

    /// <summary>A trigger's RAISE.</summary>
    Trigger = 7,

    /// <summary>UNIQUE.</summary>
    Unique = 8,

    /// <summary>A virtual table refused.</summary>
    VirtualTable = 9,

    /// <summary>A rowid that exists.</summary>
    RowId = 10,

    /// <summary>A row that a trigger changed under an update.</summary>
    Pinned = 11,

    /// <summary>A value that does not fit a column of a STRICT table.</summary>
    DataType = 12,
}
