namespace Capstan.Database.Applying;

/// <summary>Names of tables and functions that are not the clients'.</summary>
internal static class SqlNames
{
    private static readonly string[] EngineTables = ["dbstat", "bytecode", "tables_used"];

    /// <summary>Functions whose result depends on more than the record and the data, or that do something beside.</summary>
    private static readonly HashSet<string> RefusedFunctions = new(StringComparer.OrdinalIgnoreCase)
    {
        "total_changes", "load_extension", "fts3_tokenizer", "icu_load_collation",
    };

    /// <summary>Own tables and indexes of a store.</summary>
    public static readonly IReadOnlySet<string> Own = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "_log", "_dedupe", "_meta", "_dedupe_expires" };

    /// <summary>Whether a table, index, trigger or view of that name belongs to the store or to SQLite.</summary>
    public static bool IsReserved(string? name) => name is { Length: > 0 }
        && (name[0] == '_' || IsSqlites(name) || name.StartsWith("pragma_", StringComparison.OrdinalIgnoreCase)
            || Array.Exists(EngineTables, table => string.Equals(table, name, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether a name is one of SQLite's own.</summary>
    public static bool IsSqlites(string? name) => name?.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether a function may not be called by operations: its result differs between workers, or it does something beside.</summary>
    public static bool IsRefusedFunction(string? name) => name is null || IsSqlites(name) || RefusedFunctions.Contains(name);

    /// <summary>A name as SQL has it, in double quotes.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
