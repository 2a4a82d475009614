using Capstan.Database.Statements;
using Capstan.Sqlite;

namespace Capstan.Database.Applying;

/// <summary>Finds which row of an import refers to one that is not there.</summary>
internal sealed class DanglingReference(SqliteConnection target)
{
    /// <summary>The first such row of the tables that were imported, or that there is one elsewhere.</summary>
    public OperationFaultException Describe(SourceFile source, IReadOnlyList<ImportedTable> tables)
    {
        var text = tables.Select(table => Describe(source, table)).FirstOrDefault(found => found is not null);
        return new OperationFaultException(AnswerCode.ForeignKey, text ?? "FOREIGN KEY constraint failed");
    }

    private string? Describe(SourceFile source, ImportedTable table)
    {
        using var check = target.PrepareTrusted("SELECT rowid, parent, fkid FROM pragma_foreign_key_check(?1)");
        check.BindText(1, table.To.Name);
        if (!check.Step())
            return null;
        var columns = Columns(table.To.Name, check.GetInt64(2));
        var names = string.Join(", ", columns);
        var start = $"Table {table.To.Name}";
        var end = $"FOREIGN KEY constraint failed: {names} has a value that {check.GetText(1)} lacks";
        if (check.IsNull(0) || table.To.RowId is null)
            return $"{start}: {end}";
        using var values = target.PrepareTrusted($"SELECT {string.Join(", ", columns.Select(SqlNames.Quote))} FROM {SqlNames.Quote(table.To.Name)} WHERE {table.To.RowId} = ?1");
        values.BindInt64(1, check.GetInt64(0));
        var row = values.Step() ? RowWith(source, table, columns, values) : 0;
        return row > 0 ? $"{start}, row {row}: {end}" : $"{start}: {end}";
    }

    private List<string> Columns(string table, long key)
    {
        using var list = target.PrepareTrusted("SELECT \"from\" FROM pragma_foreign_key_list(?1) WHERE id = ?2 ORDER BY seq");
        list.BindText(1, table);
        list.BindInt64(2, key);
        var columns = new List<string>();
        while (list.Step())
            columns.Add(list.GetText(0)!);
        return columns;
    }

    // The place of the first row of the file with these values; none when the copy holds them in another form.
    private static long RowWith(SourceFile source, ImportedTable table, List<string> columns, SqliteStatement values)
    {
        if (table.From.RowId is not { } key || !columns.TrueForAll(name => table.From.Writable.Contains(name, StringComparer.OrdinalIgnoreCase)))
            return 0;
        var from = SqlNames.Quote(table.From.Name);
        var same = string.Join(" AND ", columns.Select((name, at) => $"{SqlNames.Quote(name)} IS ?{at + 1}"));
        using var place = source.Prepare($"SELECT count(*) FROM {from} WHERE {key} <= (SELECT min({key}) FROM {from} WHERE {same})");
        for (var at = 0; at < columns.Count; at++)
            SourceFile.Copy(values, at, place, at + 1);
        return source.Step(place) ? place.GetInt64(0) : 0;
    }
}
