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
    public bool HasRowId => OldRowId != 0 || NewRowId != 0 || _connection.TableHasRowId(Database, Table);

    /// <summary>
    /// Places of the row's values. In a table with rowids the stored columns in the table's order, without VIRTUAL generated ones. In a
    /// table WITHOUT ROWID the columns in the table's order up to the last stored one; <see cref="IsStored"/> tells virtual ones between.
    /// </summary>
    public int ColumnCount
    {
        get
        {
            // SQLite counts virtual columns too, and refuses their values.
            var count = Sqlite3.PreupdateCount(_connection.Database);
            while (count > 0 && !IsStored(count - 1)) count--;
            return count;
        }
    }

    /// <summary>0 for a change that the statement itself makes, 1 for one by a trigger or foreign key of it, and so on.</summary>
    public int Depth => Sqlite3.PreupdateDepth(_connection.Database);

    /// <summary>Whether a value stands in that place.</summary>
    /// <param name="column">Number of the place, from 0.</param>
    public bool IsStored(int column) => Sqlite3.Ok == (Kind == SqliteChangeKind.Insert
        ? Sqlite3.PreupdateNew(_connection.Database, column, out _)
        : Sqlite3.PreupdateOld(_connection.Database, column, out _));

    /// <summary>
    /// A value of the row before an update or delete. A column that was added to the table after the row was written reads as NULL here,
    /// whatever its default (until 3.40 at least): rewrite the rows after adding a column whose default matters.
    /// </summary>
    /// <param name="column">Number of the place, from 0.</param>
    /// <exception cref="SqliteException">An insert, or no value in that place.</exception>
    public SqliteValue Old(int column)
    {
        _connection.Check(Sqlite3.PreupdateOld(_connection.Database, column, out var value));
        return new SqliteValue(value);
    }

    /// <summary>
    /// A value of the row after an update or insert. An integral value of a REAL column may show as an integer at its insert and as a real
    /// later (SQLite 3.40), so what must not depend on that takes both for the same.
    /// </summary>
    /// <param name="column">Number of the place, from 0.</param>
    /// <exception cref="SqliteException">A delete, or no value in that place.</exception>
    public SqliteValue New(int column)
    {
        var place = Kind == SqliteChangeKind.Update && !HasRowId ? StoredPlace(column) : column;
        _connection.Check(Sqlite3.PreupdateNew(_connection.Database, place, out var value));
        return new SqliteValue(value);
    }

    // For an update WITHOUT ROWID, and only there, SQLite counts new values without the virtual columns, but old ones with them.
    private int StoredPlace(int column)
    {
        if (!IsStored(column)) return -1;
        var place = 0;
        for (var i = 0; i < column; i++)
        {
            if (IsStored(i)) place++;
        }
        return place;
    }
}
