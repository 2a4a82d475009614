using Capstan.Database.Statements;
using Capstan.Sqlite;

namespace Capstan.Database.Applying;

/// <summary>
/// A SQLite file that a record names, opened to be read. What is wrong with its content is wrong on every worker, and so an answer; that it
/// cannot be read here is not.
/// </summary>
internal sealed class SourceFile : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly string _use;

    private SourceFile(SqliteConnection connection, string use)
    {
        _connection = connection;
        _use = use;
    }

    /// <summary>Opens a file whose digest was checked.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="use">What it cannot be when something is wrong with it, as "imported".</param>
    /// <exception cref="StoreFailedException">It is not here, or cannot be opened.</exception>
    public static SourceFile Open(string file, string use)
    {
        if (!File.Exists(file))
            throw new StoreFailedException($"The file {file} is not here: it is to be {use}.");
        try
        {
            // Nobody writes to it, so neither locks nor companion files are wanted.
            var uri = "file:" + string.Join('/', Path.GetFullPath(file).Split('/').Select(Uri.EscapeDataString)) + "?immutable=1";
            return new SourceFile(SqliteConnection.Open(uri, new SqliteOpenOptions { Mode = SqliteOpenMode.ReadOnly, AllowUri = true }), use);
        }
        catch (SqliteException fault)
        {
            throw StoreFaults.Failed(fault);
        }
    }

    /// <summary>Looks whether it is whole and has nothing that cannot be copied.</summary>
    /// <exception cref="OperationFaultException">It is not; so for every member that reads.</exception>
    public void Check()
    {
        RefuseVirtual();
        if (Read(() => _connection.QuickCheck(limit: 1)) is [var fault, ..])
            throw Unusable(fault);
    }

    /// <summary>What created the objects of some types that are the users', in their order.</summary>
    /// <param name="which">A condition on the schema's rows.</param>
    public IReadOnlyList<(string Name, string Table, string Sql)> Definitions(string which)
    {
        using var all = Prepare($"SELECT name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND {which} ORDER BY rowid");
        var found = new List<(string, string, string)>();
        while (Step(all))
        {
            var (name, table) = (all.GetText(0)!, all.GetText(1)!);
            if (!SqlNames.IsSqlites(name) && !SqlNames.Own.Contains(name) && !SqlNames.Own.Contains(table))
                found.Add((name, table, all.GetText(2)!));
        }

        return found;
    }

    /// <summary>Its tables by name.</summary>
    public IReadOnlyDictionary<string, UserTable> Tables() => Read(() => UserTable.ReadAll(_connection));

    /// <summary>The keys that AUTOINCREMENT has given out; a file has them when a table of that kind was ever made in it.</summary>
    public IReadOnlyList<(string Table, long Last)> Keys()
    {
        var keys = new List<(string, long)>();
        using (var exists = Prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'"))
        {
            if (!Step(exists))
                return keys;
        }

        using var all = Prepare("SELECT name, seq FROM sqlite_sequence WHERE name IS NOT NULL ORDER BY rowid");
        while (Step(all))
            keys.Add((all.GetText(0)!, all.GetInt64(1)));
        return keys.Find(key => key.Item2 == long.MaxValue) is { Item1: { } full } ? throw Unusable($"the table {full} has no key left") : keys;
    }

    /// <summary>Prepares a query of the program's own.</summary>
    public SqliteStatement Prepare(string sql) => Read(() => _connection.PrepareOwned(sql));

    /// <summary>Runs to the next row.</summary>
    public bool Step(SqliteStatement rows)
    {
        try
        {
            return rows.Step();
        }
        catch (SqliteException fault) when (IsContent(fault))
        {
            throw Unusable(fault.Message);
        }
    }

    /// <summary>Binds one value of a row to a parameter.</summary>
    public static void Copy(SqliteStatement from, int column, SqliteStatement to, int parameter)
    {
        switch (from.ColumnType(column))
        {
            case SqliteType.Integer:
                to.BindInt64(parameter, from.GetInt64(column));
                break;
            case SqliteType.Real:
                to.BindDouble(parameter, from.GetDouble(column));
                break;
            case SqliteType.Text:
                to.BindText(parameter, from.GetUtf8(column));
                break;
            case SqliteType.Blob:
                to.BindBlob(parameter, from.GetBlob(column));
                break;
            default:
                to.BindNull(parameter);
                break;
        }
    }

    /// <summary>The answer that the file is not what it should be.</summary>
    public OperationFaultException Unusable(string why) => new(AnswerCode.InvalidSql, $"The file cannot be {_use}: {why}.");

    /// <summary>Closes it.</summary>
    public void Dispose() => _connection.Dispose();

    // First of all, since checking a file runs the code of its virtual tables. They are the tables without pages of their own.
    private void RefuseVirtual()
    {
        using var found = Prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage = 0");
        if (Step(found))
            throw new OperationFaultException(AnswerCode.Forbidden, $"The file cannot be {_use}: {found.GetText(0)} is a virtual table. Drop it, or make a plain table of it.");
    }

    private T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException fault) when (IsContent(fault))
        {
            throw Unusable(fault.Message);
        }
    }

    private static bool IsContent(SqliteException fault) => StoreFaults.IsDamage(fault) || fault.Fault == SqliteFault.Statement;
}
