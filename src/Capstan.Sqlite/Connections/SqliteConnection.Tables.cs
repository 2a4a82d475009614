namespace Capstan.Sqlite;

public sealed unsafe partial class SqliteConnection
{
    private SqliteStatement? _rowIdStatement;

    /// <summary>The tables and views of all databases, SQLite's own too. Exempt from the authorizer.</summary>
    /// <exception cref="SqliteException">The schema cannot be read.</exception>
    public IReadOnlyList<SqliteTable> ReadTables()
    {
        using var statement = PrepareTrusted("SELECT schema, name, type, ncol, wr, strict FROM pragma_table_list ORDER BY schema, name");
        var tables = new List<SqliteTable>();
        while (statement.Step())
        {
            tables.Add(new SqliteTable(statement.GetText(0)!, statement.GetText(1)!, statement.GetText(2)!,
                (int)statement.GetInt64(3), statement.GetInt64(4) == 0, statement.GetInt64(5) != 0));
        }
        return tables;
    }

    /// <summary>Asked from the change handler. Reading the schema inside a preupdate hook is what SQLite's session extension does too.</summary>
    internal bool TableHasRowId(ReadOnlySpan<byte> database, ReadOnlySpan<byte> table)
    {
        _rowIdStatement ??= PrepareTrusted("SELECT wr FROM pragma_table_list(?1) WHERE schema = ?2");
        _rowIdStatement.BindText(1, table);
        _rowIdStatement.BindText(2, database);
        var answer = !_rowIdStatement.Step() || _rowIdStatement.GetInt64(0) == 0;
        _rowIdStatement.Reset();
        return answer;
    }
}
