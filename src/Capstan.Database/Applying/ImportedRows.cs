using System.Text;
using Capstan.Database.Statements;
using Capstan.Sqlite;

namespace Capstan.Database.Applying;

/// <summary>Copies the rows of one table, one at a time: memory does not grow with their number.</summary>
internal sealed class ImportedRows(SqliteConnection target, StatementRunner runner, StepLimit limit)
{
    /// <summary>Copies them.</summary>
    /// <exception cref="OperationFaultException">A column is unknown, or a row is refused.</exception>
    public void Copy(SourceFile source, ImportedTable table)
    {
        var (from, to) = (table.From, table.To);
        var read = from.Writable.Select(SqlNames.Quote);
        var write = from.Writable.Select(name => SqlNames.Quote(ColumnOf(to, name)));
        if (table.IsNew && from.RowId is { } hidden && to.RowId is { } key)
            (read, write) = (read.Prepend(hidden), write.Prepend(key));
        // Not through an index that happens to have all columns: the order of rows decides the keys that they get.
        using var rows = source.Prepare($"SELECT {string.Join(", ", read)} FROM {SqlNames.Quote(from.Name)} NOT INDEXED");
        var places = string.Join(", ", Enumerable.Range(1, rows.ColumnCount).Select(place => $"?{place}"));
        using var insert = runner.PrepareRows($"INSERT INTO {SqlNames.Quote(to.Name)} ({string.Join(", ", write)}) VALUES ({places})");
        for (var row = 1L; source.Step(rows); row++)
        {
            for (var column = 0; column < rows.ColumnCount; column++)
                SourceFile.Copy(rows, column, insert, column + 1);
            Insert(insert, to.Name, row);
            table.Rows += target.Changes;
        }
    }

    private void Insert(SqliteStatement insert, string table, long row)
    {
        // Each row has the whole allowance, as if a client had sent it.
        _ = insert.TakeSteps();
        limit.Begin();
        limit.IsOn = true;
        try
        {
            insert.Execute();
        }
        catch (SqliteException fault) when (StoreFaults.CodeOf(fault) is { } code)
        {
            throw new OperationFaultException(code, $"Table {table}, row {row}: {fault.Message}");
        }
        finally
        {
            limit.IsOn = false;
        }
    }

    private static string ColumnOf(UserTable table, string name) =>
        table.Writable.FirstOrDefault(column => column == name || Ascii.EqualsIgnoreCase(column, name))
        ?? throw new OperationFaultException(
            AnswerCode.InvalidSql, $"The table {table.Name} has no column {name} that can be written; it has {string.Join(", ", table.Writable)}.");
}
