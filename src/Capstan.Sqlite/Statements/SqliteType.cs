namespace Capstan.Sqlite;

/// <summary>The storage class of a value. The numbers are SQLite's.</summary>
public enum SqliteType
{
    /// <summary>A 64-bit signed integer.</summary>
    Integer = 1,

    /// <summary>A 64-bit float; never NaN, which SQLite stores as NULL.</summary>
    Real = 2,

    /// <summary>A text; UTF-8 as it was given, which SQLite does not verify.</summary>
    Text = 3,

    /// <summary>Bytes.</summary>
    Blob = 4,

    /// <summary>NULL.</summary>
    Null = 5,
}
