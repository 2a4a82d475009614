using System.Text;
using Capstan.Database.Statements;
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
        using var source = OpenSource(file);
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

    private static SqliteConnection OpenSource(string file)
    {
        if (!File.Exists(file))
            throw new StoreFailedException($"The file to restore from is not here: {file}.");
        try
        {
            // Nobody writes to it, so neither locks nor companion files are wanted.
            var uri = "file:" + string.Join('/', Path.GetFullPath(file).Split('/').Select(Uri.EscapeDataString)) + "?immutable=1";
            return SqliteConnection.Open(uri, new SqliteOpenOptions { Mode = SqliteOpenMode.ReadOnly, AllowUri = true });
        }
        catch (SqliteException fault)
        {
            throw StoreFaults.Failed(fault);
        }
    }

    private void LoadFrom(SqliteConnection source)
    {
        RefuseVirtual(source);
        if (Read(() => source.QuickCheck(limit: 1)) is [var fault, ..])
            throw Unusable(fault);
        foreach (var (name, sql) in Definitions(source, "type = 'table'"))
        {
            runner.RunScript(Encoding.UTF8.GetBytes(sql));
            CopyRows(source, name);
        }

        CopyKeys(source);
        foreach (var (_, sql) in Definitions(source, "type <> 'table'"))
            runner.RunScript(Encoding.UTF8.GetBytes(sql));
    }

    // First of all, since checking a file runs the code of its virtual tables. They are the tables without pages of their own.
    private static void RefuseVirtual(SqliteConnection source)
    {
        using var found = Read(() => source.Prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage = 0"));
        if (Read(found.Step))
            throw new OperationFaultException(AnswerCode.Forbidden, $"The file cannot be restored from: {found.GetText(0)} is a virtual table. Drop it, or make a plain table of it.");
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

    private static List<(string Name, string Sql)> Definitions(SqliteConnection source, string which)
    {
        using var all = Read(() => source.Prepare($"SELECT name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND {which} ORDER BY rowid"));
        var found = new List<(string, string)>();
        while (Read(all.Step))
        {
            var (name, table) = (all.GetText(0)!, all.GetText(1)!);
            if (!SqlNames.IsSqlites(name) && !SqlNames.Own.Contains(name) && !SqlNames.Own.Contains(table))
                found.Add((name, all.GetText(2)!));
        }

        return found;
    }

    private void CopyRows(SqliteConnection source, string name)
    {
        var table = UserTable.ReadAll(target).GetValueOrDefault(name) ?? throw Unusable($"{name} is no table");
        var columns = string.Join(", ", table.Writable.Select(SqlNames.Quote));
        var key = table.RowId is { } rowId ? rowId + ", " : "";
        using var rows = Read(() => source.Prepare($"SELECT {key}{columns} FROM {SqlNames.Quote(name)}"));
        var places = string.Join(", ", Enumerable.Range(1, rows.ColumnCount).Select(place => $"?{place}"));
        using var insert = target.PrepareTrusted($"INSERT INTO {SqlNames.Quote(name)} ({key}{columns}) VALUES ({places})");
        while (Read(rows.Step))
        {
            for (var column = 0; column < rows.ColumnCount; column++)
                Copy(rows, column, insert);
            insert.Execute();
            if (target.LastInsertRowId == long.MaxValue)
                throw Unusable($"the table {name} has no key left: the largest allowed is {long.MaxValue - 1}");
        }
    }

    private static void Copy(SqliteStatement from, int column, SqliteStatement to)
    {
        switch (from.ColumnType(column))
        {
            case SqliteType.Integer:
                to.BindInt64(column + 1, from.GetInt64(column));
                break;
            case SqliteType.Real:
                to.BindDouble(column + 1, from.GetDouble(column));
                break;
            case SqliteType.Text:
                to.BindText(column + 1, from.GetUtf8(column));
                break;
            case SqliteType.Blob:
                to.BindBlob(column + 1, from.GetBlob(column));
                break;
            default:
                to.BindNull(column + 1);
                break;
        }
    }

    // The keys that AUTOINCREMENT has given out; a file has that table when a table of that kind was ever made in it.
    private void CopyKeys(SqliteConnection source)
    {
        if (Last("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'") == 0)
            return;
        Execute("DELETE FROM sqlite_sequence");
        using var exists = Read(() => source.Prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'"));
        if (!Read(exists.Step))
            return;
        using var keys = Read(() => source.Prepare("SELECT name, seq FROM sqlite_sequence"));
        using var insert = target.PrepareTrusted("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)");
        while (Read(keys.Step))
        {
            if (keys.GetInt64(1) == long.MaxValue)
                throw Unusable($"the table {keys.GetText(0)} has no key left");
            insert.BindText(1, keys.GetUtf8(0));
            insert.BindInt64(2, keys.GetInt64(1));
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

    /// <summary>Reads the file: what is wrong with its content is wrong on every worker, and so an answer.</summary>
    private static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException fault) when (StoreFaults.IsDamage(fault) || fault.Fault == SqliteFault.Statement)
        {
            throw Unusable(fault.Message);
        }
    }

    private static OperationFaultException Unusable(string why) => new(AnswerCode.InvalidSql, $"The file cannot be restored from: {why}.");
}
