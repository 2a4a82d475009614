namespace Capstan.Sqlite;

/// <summary>What a connection may do with its file.</summary>
public enum SqliteOpenMode
{
    /// <summary>Read and write; the file is made when it does not exist.</summary>
    ReadWriteCreate,

    /// <summary>Read and write a file that exists.</summary>
    ReadWrite,

    /// <summary>Read a file that exists. In WAL mode its folder must be writable all the same, for the shared index.</summary>
    ReadOnly,
}
