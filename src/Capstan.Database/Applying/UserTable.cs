using System.Text;
using Capstan.Database.Log;
using Capstan.Sqlite;

namespace Capstan.Database.Applying;

/// <summary>One of the users' tables, as its hash needs to know it.</summary>
internal sealed class UserTable
{
    private static readonly string[] RowIdNames = ["rowid", "_rowid_", "oid"];

    private readonly byte[] _utf8Name;
    private readonly string _select;
    private readonly int _columns;

    private UserTable(string name, string definition, IReadOnlyList<(string Name, long Hidden)> columns, bool hasRowId)
    {
        Name = name;
        Definition = definition;
        _utf8Name = Encoding.UTF8.GetBytes(name);
        IsAutoincrement = SqlGate.SaysAutoincrement(Encoding.UTF8.GetBytes(definition));
        RowId = hasRowId ? RowIdNames.FirstOrDefault(id => !columns.Any(column => string.Equals(column.Name, id, StringComparison.OrdinalIgnoreCase))) : null;
        ColumnCount = columns.Count;
        Stored = [.. columns.Where(column => column.Hidden is 0 or 3).Select(column => column.Name)];
        Writable = [.. columns.Where(column => column.Hidden == 0).Select(column => column.Name)];
        _columns = Stored.Count;
        _select = $"SELECT {RowId ?? "NULL"}, {string.Join(", ", Stored.Select(SqlNames.Quote))} FROM {SqlNames.Quote(name)}";
    }

    /// <summary>Its name, spelt as it was created.</summary>
    public string Name { get; }

    /// <summary>The CREATE TABLE that made it.</summary>
    public string Definition { get; }

    /// <summary>Whether its keys are never given out again.</summary>
    public bool IsAutoincrement { get; }

    /// <summary>A name under which its rowid can be read; null when it has none, or all such names are columns of its own.</summary>
    public string? RowId { get; }

    /// <summary>All its columns, generated ones included.</summary>
    public int ColumnCount { get; }

    /// <summary>The columns that are stored, in the table's order.</summary>
    public IReadOnlyList<string> Stored { get; }

    /// <summary>The columns that are not computed.</summary>
    public IReadOnlyList<string> Writable { get; }

    /// <summary>The running hash of its rows.</summary>
    public Digest Hash { get; set; }

    /// <summary>Number of the last operation that changed it.</summary>
    public long ChangedIn { get; set; }

    /// <summary>Whether a change is one of a row of this table.</summary>
    public bool IsNamed(ReadOnlySpan<byte> utf8Name) => utf8Name.SequenceEqual(_utf8Name);

    /// <summary>Reads the users' tables of a database; their hashes are still to be set.</summary>
    public static SortedDictionary<string, UserTable> ReadAll(SqliteConnection connection)
    {
        var tables = new SortedDictionary<string, UserTable>(StringComparer.Ordinal);
        using var schema = connection.PrepareTrusted(
            "SELECT s.name, s.sql, l.wr FROM sqlite_schema s JOIN pragma_table_list(s.name) l ON l.schema = 'main' WHERE s.type = 'table' AND l.type = 'table'");
        while (schema.Step())
        {
            var name = schema.GetText(0)!;
            if (!SqlNames.IsReserved(name))
                tables[name] = new UserTable(name, schema.GetText(1) ?? "", ReadColumns(connection, name), schema.GetInt64(2) == 0);
        }

        return tables;
    }

    /// <summary>The hash of the row that a change takes away.</summary>
    public Digest HashOld(in SqliteChange change, RowBytes bytes)
    {
        bytes.Begin(_utf8Name, RowId is null ? null : change.OldRowId);
        for (var column = 0; column < _columns; column++)
            bytes.Add(change.Old(column));
        return bytes.Hash();
    }

    /// <summary>The hash of the row that a change brings.</summary>
    public Digest HashNew(in SqliteChange change, RowBytes bytes)
    {
        bytes.Begin(_utf8Name, RowId is null ? null : change.NewRowId);
        for (var column = 0; column < _columns; column++)
            bytes.Add(change.New(column));
        return bytes.Hash();
    }

    /// <summary>Begins to read all its rows; <see cref="HashRow"/> understands them.</summary>
    public SqliteStatement Select(SqliteConnection connection) => connection.PrepareTrusted(_select);

    /// <summary>The hash of a row that was read.</summary>
    public Digest HashRow(SqliteStatement row, RowBytes bytes)
    {
        bytes.Begin(_utf8Name, RowId is null ? null : row.GetInt64(0));
        for (var column = 1; column <= _columns; column++)
            bytes.Add(row, column);
        return bytes.Hash();
    }

    /// <summary>The hash of all its rows, read now.</summary>
    public Digest Recompute(SqliteConnection connection, RowBytes bytes)
    {
        using var rows = Select(connection);
        var hash = Digest.Zero;
        while (rows.Step())
            hash ^= HashRow(rows, bytes);
        return hash;
    }

    private static List<(string Name, long Hidden)> ReadColumns(SqliteConnection connection, string table)
    {
        using var info = connection.PrepareTrusted("SELECT name, hidden FROM pragma_table_xinfo(?1) ORDER BY cid");
        info.BindText(1, table);
        var columns = new List<(string, long)>();
        while (info.Step())
            columns.Add((info.GetText(0)!, info.GetInt64(1)));
        return columns;
    }
}
