using Capstan.Sqlite.Native;

namespace Capstan.Sqlite;

/// <summary>A change of one row that is about to happen; valid during the callback only.</summary>
public readonly unsafe ref struct SqliteChange
{
    private readonly SqliteConnection _connection;
    private readonly byte* _database;
    private readonly byte* _table;

    internal SqliteChange(SqliteConnection connection, int kind, byte* database, byte* table, long oldRowId, long newRowId)
    {
        _connection = connection;
        _database = database;
        _table = table;
        Kind = (SqliteChangeKind)kind;
        OldRowId = oldRowId;
        NewRowId = newRowId;
    }

    /// <summary>What happens to the row.</summary>
    public SqliteChangeKind Kind { get; }

    /// <summary>The database's name in UTF-8: "main", "temp" or an attached one's.</summary>
    public ReadOnlySpan<byte> Database => NativeText.Span(_database);

    /// <summary>The table's name in UTF-8, spelt as it was created.</summary>
    public ReadOnlySpan<byte> Table => NativeText.Span(_table);

    /// <summary>The rowid before an update or delete. Without meaning for an insert, and for a table without rowids.</summary>
    public long OldRowId { get; }

    /// <summary>The rowid after an update or insert. Without meaning for a delete, and for a table without rowids.</summary>
    public long NewRowId { get; }

    /// <summary>
    /// Whether the table has rowids. Free unless both rowids are 0, which tables WITHOUT ROWID always show; then the schema is asked, once
    /// per table and step.
    /// </summary>
    public bool HasRowId => OldRowId != 0 || NewRowId != 0 || _connection.Layout.HasRowId(_connection, Database, Table);

    /// <summary>
    /// Values of the row: those of the stored columns, in the order of declaration, in tables with rowids and without. VIRTUAL generated
    /// columns are not stored and do not count.
    /// </summary>
    public int ColumnCount => _connection.Layout.Count;

    /// <summary>0 for a change that the statement itself makes, 1 for one by a trigger or foreign key of it, and so on.</summary>
    public int Depth => Sqlite3.PreupdateDepth(_connection.Database);

    /// <summary>
    /// A value of the row before an update or delete. A column that was added to the table after the row was written reads as NULL here,
    /// whatever its default (until 3.40 at least): rewrite the rows after adding a column whose default matters.
    /// </summary>
    /// <param name="column">Number of the stored column, from 0.</param>
    /// <exception cref="SqliteException">An insert, or no such column.</exception>
    public SqliteValue Old(int column)
    {
        _connection.Check(Sqlite3.PreupdateOld(_connection.Database, _connection.Layout.OldPlace(column), out var value));
        return new SqliteValue(value);
    }

    /// <summary>
    /// A value of the row after an update or insert. An integral value of a REAL column may show as an integer at its insert and as a real
    /// later (SQLite 3.40), so what must not depend on that takes both for the same.
    /// </summary>
    /// <param name="column">Number of the stored column, from 0.</param>
    /// <exception cref="SqliteException">A delete, or no such column.</exception>
    public SqliteValue New(int column)
    {
        _connection.Check(Sqlite3.PreupdateNew(_connection.Database, _connection.Layout.NewPlace(column), out var value));
        return new SqliteValue(value);
    }
}
