namespace Capstan.Sqlite;

/// <summary>SQLite's primary result codes (sqlite.org/rescode.html), the low byte of the extended ones.</summary>
public enum SqliteCode
{
    /// <summary>No fault.</summary>
    Ok = 0,

    /// <summary>The statement is wrong, or a function of it refused: syntax, unknown table, and whatever has no code of its own.</summary>
    Error = 1,

    /// <summary>A fault inside SQLite.</summary>
    Internal = 2,

    /// <summary>The file could not be given the access it needs.</summary>
    Permission = 3,

    /// <summary>The statement was ended by a rollback of its transaction.</summary>
    Abort = 4,

    /// <summary>Another connection holds the lock, longer than the busy timeout.</summary>
    Busy = 5,

    /// <summary>This connection, or one that shares its cache, holds the lock.</summary>
    Locked = 6,

    /// <summary>No memory.</summary>
    NoMemory = 7,

    /// <summary>A write to what may only be read.</summary>
    ReadOnly = 8,

    /// <summary>Ended by <see cref="SqliteConnection.Interrupt"/> or by the progress handler.</summary>
    Interrupt = 9,

    /// <summary>The operating system reported a fault of a file.</summary>
    Io = 10,

    /// <summary>The file's content is damaged.</summary>
    Corrupt = 11,

    /// <summary>Something that SQLite looked for inside does not exist.</summary>
    NotFound = 12,

    /// <summary>No room: the disk, or the page limit.</summary>
    Full = 13,

    /// <summary>The file cannot be opened.</summary>
    CannotOpen = 14,

    /// <summary>The locking protocol of the WAL file was broken or overrun.</summary>
    Protocol = 15,

    /// <summary>Not used by SQLite.</summary>
    Empty = 16,

    /// <summary>The schema changed again and again while the statement was prepared.</summary>
    Schema = 17,

    /// <summary>A text, blob or statement is beyond a size limit.</summary>
    TooBig = 18,

    /// <summary>A constraint of the schema was violated; see <see cref="SqliteException.Constraint"/>.</summary>
    Constraint = 19,

    /// <summary>A value of the wrong type, such as a text for a rowid.</summary>
    Mismatch = 20,

    /// <summary>The library was called wrongly: a defect of the caller.</summary>
    Misuse = 21,

    /// <summary>The host lacks large files.</summary>
    NoLargeFiles = 22,

    /// <summary>The authorizer refused.</summary>
    Authorization = 23,

    /// <summary>Not used by SQLite.</summary>
    Format = 24,

    /// <summary>A parameter or column number out of range.</summary>
    Range = 25,

    /// <summary>The file is no database.</summary>
    NotADatabase = 26,
}
