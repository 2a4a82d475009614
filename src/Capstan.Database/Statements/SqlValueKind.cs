namespace Capstan.Database.Statements;

/// <summary>The storage classes of SQLite. The numbers are stored in logs and never change.</summary>
public enum SqlValueKind : byte
{
    /// <summary>NULL.</summary>
    Null = 0,

    /// <summary>A signed 64-bit integer.</summary>
    Integer = 1,

    /// <summary>A finite double.</summary>
    Real = 2,

    /// <summary>Unicode text.</summary>
    Text = 3,

    /// <summary>Bytes.</summary>
    Blob = 4,
}
