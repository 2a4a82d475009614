namespace Capstan.Database.Applying;

/// <summary>What a statement is by its first word.</summary>
internal enum SqlKind
{
    /// <summary>None that is known: SQLite says what is wrong with it.</summary>
    Unknown,

    /// <summary>Reads or changes rows.</summary>
    Rows,

    /// <summary>CREATE.</summary>
    Create,

    /// <summary>ALTER.</summary>
    Alter,

    /// <summary>DROP.</summary>
    Drop,

    /// <summary>Explains a plan.</summary>
    Explain,

    /// <summary>Handles transactions, files or settings: never a client's business.</summary>
    Control,
}
