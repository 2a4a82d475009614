namespace Capstan.Commands.Databases.Shell.Completing;

/// <summary>Words of SQL that are worth completing.</summary>
internal static class SqlWords
{
    /// <summary>Keywords, in capitals.</summary>
    public static IReadOnlyList<string> Keywords { get; } =
    [
        "ADD", "ALL", "ALTER", "AND", "AS", "ASC", "AUTOINCREMENT", "BEGIN", "BETWEEN", "BY", "CASCADE", "CASE", "CAST", "CHECK", "COLLATE", "COLUMN",
        "COMMIT", "CONFLICT", "CONSTRAINT", "CREATE", "CROSS", "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "DEFAULT", "DELETE", "DESC",
        "DISTINCT", "DO", "DROP", "ELSE", "END", "ESCAPE", "EXCEPT", "EXISTS", "EXPLAIN", "FILTER", "FIRST", "FOREIGN", "FROM", "FULL", "GENERATED",
        "GLOB", "GROUP", "HAVING", "IF", "IGNORE", "IN", "INDEX", "INNER", "INSERT", "INTERSECT", "INTO", "IS", "ISNULL", "JOIN", "KEY", "LAST", "LEFT",
        "LIKE", "LIMIT", "NATURAL", "NOT", "NOTHING", "NOTNULL", "NULL", "NULLS", "OFFSET", "ON", "OR", "ORDER", "OUTER", "OVER", "PARTITION", "PLAN",
        "PRIMARY", "QUERY", "RECURSIVE", "REFERENCES", "RENAME", "REPLACE", "RETURNING", "RIGHT", "ROLLBACK", "ROW", "ROWS", "SELECT", "SET", "STRICT",
        "TABLE", "THEN", "TO", "TRIGGER", "UNION", "UNIQUE", "UPDATE", "USING", "VALUES", "VIEW", "WHEN", "WHERE", "WINDOW", "WITH", "WITHOUT",
    ];

    /// <summary>Functions, in small letters.</summary>
    public static IReadOnlyList<string> Functions { get; } =
    [
        "abs", "avg", "coalesce", "count", "date", "datetime", "format", "group_concat", "hex", "ifnull", "iif", "instr", "json_each", "json_extract",
        "julianday", "length", "lower", "max", "min", "nullif", "quote", "replace", "round", "row_number", "strftime", "substr", "sum", "time", "total",
        "trim", "typeof", "unixepoch", "upper",
    ];

    /// <summary>Whether a word is a keyword and so no name.</summary>
    public static bool IsKeyword(string word) => Known.Contains(word);

    private static HashSet<string> Known { get; } = new(Keywords, StringComparer.OrdinalIgnoreCase);
}
