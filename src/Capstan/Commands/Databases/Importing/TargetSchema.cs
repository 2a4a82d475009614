using Capstan.Client;
using Capstan.Sqlite;

namespace Capstan.Commands.Databases.Importing;

/// <summary>The tables of the database that rows are imported into, as they were when the import began.</summary>
internal sealed class TargetSchema
{
    private const int Page = 1_000;

    private readonly Dictionary<string, IReadOnlyList<TargetColumn>> _tables = new(StringComparer.OrdinalIgnoreCase);

    private TargetSchema()
    {
    }

    /// <summary>Names of the tables, in order.</summary>
    public IEnumerable<string> Tables => _tables.Keys.Order(StringComparer.Ordinal);

    /// <summary>The columns of a table that can be written, in its order; null when there is no such table.</summary>
    public IReadOnlyList<TargetColumn>? ColumnsOf(string table) => _tables.GetValueOrDefault(table);

    /// <summary>Asks the database.</summary>
    /// <exception cref="DatabaseException">It does not answer.</exception>
    public static async Task<TargetSchema> ReadAsync(DatabaseClient client, CancellationToken cancellationToken)
    {
        var definitions = new List<string>();
        for (var last = ""; ;)
        {
            var found = await client.QueryAsync(
                new Statement("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL AND name > ?1 ORDER BY name LIMIT ?2", last, Page),
                cancellationToken);
            definitions.AddRange(found.Rows.Where(row => !IsSqlites((string)row[0]!)).Select(row => (string)row[1]!));
            if (found.Rows.Count < Page)
                return Of(definitions);
            last = (string)found.Rows[^1][0]!;
        }
    }

    /// <summary>Reads the statements that made the tables.</summary>
    public static TargetSchema Of(IEnumerable<string> definitions)
    {
        var schema = new TargetSchema();
        using var memory = SqliteConnection.OpenMemory(new SqliteOpenOptions { ForeignKeys = false });
        foreach (var sql in definitions)
            memory.Execute(sql);
        foreach (var table in memory.ReadTables().Where(table => table is { Database: "main", Kind: "table" } && !IsSqlites(table.Name)))
            schema._tables[table.Name] = Columns(memory, table.Name, table.HasRowId);
        return schema;
    }

    private static bool IsSqlites(string name) => name.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase) || name.StartsWith('_');

    private static List<TargetColumn> Columns(SqliteConnection memory, string table, bool hasRowId)
    {
        using var info = memory.PrepareOwned("SELECT name, type, dflt_value, pk, (SELECT count(*) FROM pragma_table_xinfo(?1) WHERE pk > 0) FROM pragma_table_xinfo(?1) WHERE hidden = 0 ORDER BY cid");
        info.BindText(1, table);
        var columns = new List<TargetColumn>();
        while (info.Step())
        {
            var type = info.GetText(1) ?? "";
            columns.Add(new TargetColumn(info.GetText(0)!, type)
            {
                Default = info.GetText(2),
                IsRowId = hasRowId && info.GetInt64(3) == 1 && info.GetInt64(4) == 1 && type.Equals("INTEGER", StringComparison.OrdinalIgnoreCase),
            });
        }

        return columns;
    }
}
