using Capstan.Sqlite;

namespace Capstan.Commands.Databases.Importing;

/// <summary>
/// The database's tables in a script's scratch file: their columns with a mark as default, by which it shows at the end which columns a
/// statement left out. What it left out the database fills in, or, where rows differ in it, its DEFAULT here.
/// </summary>
internal sealed class ScriptTables(SqliteConnection rows, TargetSchema target)
{
    /// <summary>No value of anybody's; always the same, so that a script gives the same file each time.</summary>
    private const string Mark = "x'9d1f6a2c70b84e57a3c5e8f1047bd26e'";

    private const string Old = "capstan import";

    private readonly HashSet<string> _targets = new(target.Tables, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the script made tables of its own.</summary>
    public bool HasNew { get; private set; }

    /// <summary>Whether a table is one of the database's.</summary>
    public bool IsTarget(string table) => _targets.Contains(table);

    /// <summary>Makes the tables, and the one that dumps set AUTOINCREMENT's keys in.</summary>
    public void Create()
    {
        rows.Execute("CREATE TABLE keys (id INTEGER PRIMARY KEY AUTOINCREMENT)");
        rows.Execute("DROP TABLE keys");
        foreach (var table in target.Tables)
        {
            var columns = target.ColumnsOf(table)!.Select(column => $"{SqlName.Quote(column.Name)} {column.Type} DEFAULT ({Mark})");
            rows.Execute($"CREATE TABLE {SqlName.Quote(table)} ({string.Join(", ", columns)})");
        }
    }

    /// <summary>Leaves what is to be sent: tables with rows, and those of the script's own.</summary>
    /// <returns>Whether room was freed.</returns>
    public bool Finish()
    {
        HasNew = rows.ReadTables().Any(table => table is { Database: "main", Kind: "table" or "view" } && !IsTarget(table.Name) && !table.Name.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase));
        // Views and triggers of the script keep the names that they were written with.
        rows.Execute("PRAGMA legacy_alter_table = ON");
        var isSmaller = false;
        foreach (var table in target.Tables)
        {
            if (rows.QueryInt64($"SELECT EXISTS (SELECT 1 FROM {SqlName.Quote(table)})") == 0)
                rows.Execute($"DROP TABLE {SqlName.Quote(table)}");
            else
                isSmaller |= Fill(table, target.ColumnsOf(table)!);
        }

        return isSmaller;
    }

    /// <summary>Takes the marks out; whether there were any.</summary>
    private bool Fill(string table, IReadOnlyList<TargetColumn> columns)
    {
        var name = SqlName.Quote(table);
        var marked = Marked(name, columns);
        if (marked.TrueForAll(count => count == 0))
            return false;
        var all = rows.QueryInt64($"SELECT count(*) FROM {name}");
        var kept = columns.Where((_, at) => marked[at] < all).DefaultIfEmpty(columns[0]).ToList();
        var list = string.Join(", ", kept.Select(column => SqlName.Quote(column.Name)));
        var values = string.Join(", ", kept.Select(column =>
            $"CASE WHEN {SqlName.Quote(column.Name)} IS {Mark} THEN {(column.IsRowId ? "NULL" : $"({column.Default ?? "NULL"})")} ELSE {SqlName.Quote(column.Name)} END"));
        rows.Begin();
        rows.Execute($"ALTER TABLE {name} RENAME TO {SqlName.Quote(Old)}");
        rows.Execute($"CREATE TABLE {name} ({string.Join(", ", kept.Select(column => $"{SqlName.Quote(column.Name)} {column.Type}"))})");
        rows.Execute($"INSERT INTO {name} ({list}) SELECT {values} FROM {SqlName.Quote(Old)} ORDER BY rowid");
        rows.Execute($"DROP TABLE {SqlName.Quote(Old)}");
        rows.Commit();
        return true;
    }

    private List<long> Marked(string name, IReadOnlyList<TargetColumn> columns)
    {
        using var counts = rows.PrepareOwned($"SELECT {string.Join(", ", columns.Select(column => $"total({SqlName.Quote(column.Name)} IS {Mark})"))} FROM {name}");
        counts.Step();
        return [.. Enumerable.Range(0, columns.Count).Select(at => (long)counts.GetDouble(at))];
    }
}
