using System.Text;
using Capstan.Sqlite;

namespace Capstan.Database.Applying;

/// <summary>
/// Puts the users' tables of another SQLite file in place of a copy's, inside its open transaction (protocol section 7): definitions under
/// the writer's rules, rows with their rowids, generated keys. The copy's own tables go on.
/// </summary>
internal sealed class RestoreFile(SqliteConnection target, TableHashes hashes, StatementRunner runner)
{
    /// <summary>Loads a file whose digest was checked, so that every worker meets the same faults of it.</summary>
    /// <exception cref="OperationFaultException">The file is no database, is damaged, or holds what is refused.</exception>
    /// <exception cref="StoreFailedException">It cannot be read here.</exception>
    public void Load(string file)
    {
        using var source = SourceFile.Open(file, "restored from");
        runner.Begin();
        hashes.IsWatching = false;
        target.EnforceForeignKeys(false);
        target.FireTriggers(false);
        try
        {
            DropAll();
            LoadFrom(source);
        }
        finally
        {
            target.FireTriggers(true);
            target.EnforceForeignKeys(true);
            hashes.IsWatching = true;
        }

        SchemaGuard.Check(target);
        hashes.Refresh(runner.Defined);
    }

    private void LoadFrom(SourceFile source)
    {
        source.Check();
        foreach (var (name, _, sql) in source.Definitions("type = 'table'"))
        {
            runner.RunScript(Encoding.UTF8.GetBytes(sql));
            CopyRows(source, name);
        }

        CopyKeys(source);
        foreach (var (_, _, sql) in source.Definitions("type <> 'table'"))
            runner.RunScript(Encoding.UTF8.GetBytes(sql));
    }

    private void DropAll()
    {
        var objects = new List<(string Kind, string Name)>();
        using (var all = target.PrepareTrusted("SELECT type, name FROM sqlite_schema WHERE type IN ('view', 'table') ORDER BY type DESC"))
        {
            while (all.Step())
                objects.Add((all.GetText(0)!, all.GetText(1)!));
        }

        foreach (var (kind, name) in objects.Where(one => !SqlNames.IsReserved(one.Name)))
            Execute($"DROP {kind} {SqlNames.Quote(name)}");
    }

    private void CopyRows(SourceFile source, string name)
    {
        var table = UserTable.ReadAll(target).GetValueOrDefault(name) ?? throw source.Unusable($"{name} is no table");
        var columns = string.Join(", ", table.Writable.Select(SqlNames.Quote));
        var key = table.RowId is { } rowId ? rowId + ", " : "";
        using var rows = source.Prepare($"SELECT {key}{columns} FROM {SqlNames.Quote(name)}");
        var places = string.Join(", ", Enumerable.Range(1, rows.ColumnCount).Select(place => $"?{place}"));
        using var insert = target.PrepareTrusted($"INSERT INTO {SqlNames.Quote(name)} ({key}{columns}) VALUES ({places})");
        while (source.Step(rows))
        {
            for (var column = 0; column < rows.ColumnCount; column++)
                SourceFile.Copy(rows, column, insert, column + 1);
            insert.Execute();
            if (target.LastInsertRowId == long.MaxValue)
                throw source.Unusable($"the table {name} has no key left: the largest allowed is {long.MaxValue - 1}");
        }
    }

    private void CopyKeys(SourceFile source)
    {
        if (Last("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'") == 0)
            return;
        Execute("DELETE FROM sqlite_sequence");
        using var insert = target.PrepareTrusted("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)");
        foreach (var (table, last) in source.Keys())
        {
            insert.BindText(1, table);
            insert.BindInt64(2, last);
            insert.Execute();
        }
    }

    private void Execute(string sql)
    {
        using var statement = target.PrepareTrusted(sql);
        statement.Execute();
    }

    private long Last(string sql)
    {
        using var statement = target.PrepareTrusted(sql);
        return statement.Step() ? statement.GetInt64(0) : 0;
    }
}
