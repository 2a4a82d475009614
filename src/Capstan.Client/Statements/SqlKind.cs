namespace Capstan.Client;

/// <summary>What a statement is by its words.</summary>
public enum SqlKind
{
    /// <summary>Nothing but blanks, comments and semicolons.</summary>
    Blank,

    /// <summary>SELECT, VALUES, EXPLAIN, and WITH before a SELECT: for <c>/v1/query</c>, and allowed in a write too.</summary>
    Read,

    /// <summary>INSERT, UPDATE, DELETE, REPLACE, and WITH before one of them.</summary>
    Write,

    /// <summary>CREATE, ALTER, DROP: needs the admin's token.</summary>
    Definition,

    /// <summary>BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, PRAGMA, ATTACH, VACUUM and the like, which the database refuses.</summary>
    Control,

    /// <summary>No statement of SQLite's: the database says what is wrong with it.</summary>
    Unknown,
}
