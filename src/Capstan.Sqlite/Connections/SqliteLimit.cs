namespace Capstan.Sqlite;

/// <summary>Limits of a connection (sqlite.org/c3ref/c_limit_attached.html). The numbers are SQLite's.</summary>
public enum SqliteLimit
{
    /// <summary>Bytes of a text, blob or row.</summary>
    Length = 0,

    /// <summary>Bytes of a statement's text.</summary>
    SqlLength = 1,

    /// <summary>Columns of a table, index, result, GROUP BY, ORDER BY or SET.</summary>
    Column = 2,

    /// <summary>Depth of an expression's tree.</summary>
    ExpressionDepth = 3,

    /// <summary>Terms of a compound SELECT.</summary>
    CompoundSelect = 4,

    /// <summary>
    /// Instructions of a compiled statement, checked roughly while it compiles. Beyond it SQLite reports
    /// <see cref="SqliteCode.NoMemory"/>, an environment's fault, so it suits connections whose faults decide nothing: readers.
    /// </summary>
    VdbeOperations = 5,

    /// <summary>Arguments of a function.</summary>
    FunctionArguments = 6,

    /// <summary>Attached databases.</summary>
    Attached = 7,

    /// <summary>Bytes of a LIKE or GLOB pattern.</summary>
    LikePatternLength = 8,

    /// <summary>The highest number of a parameter.</summary>
    VariableNumber = 9,

    /// <summary>Depth of triggers that fire triggers.</summary>
    TriggerDepth = 10,

    /// <summary>Helper threads of a statement.</summary>
    WorkerThreads = 11,
}
