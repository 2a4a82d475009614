using Capstan.Sqlite.Native;

namespace Capstan.Sqlite;

/// <summary>
/// Where SQLite has the values of a changing row, for the table and kind of change met last. Libraries differ in how they number columns
/// when a table has VIRTUAL ones: by storage or by declaration with gaps, new values otherwise than old ones. What is stored comes in the
/// order of declaration in every case, so the places that answer are found once and numbered through.
/// </summary>
internal sealed unsafe class ChangeLayout
{
    private int[] _old = [];
    private int[] _new = [];
    private int _oldCount;
    private int _newCount;
    private long _step = -1;
    private int _kind;
    private byte* _database;
    private byte* _table;
    private bool? _hasRowId;

    /// <summary>Values of a row.</summary>
    public int Count => _kind == (int)SqliteChangeKind.Insert ? _newCount : _oldCount;

    /// <summary>
    /// Finds the places unless it was this table and kind last time in the same step: no schema changes while a statement runs, so there
    /// equal pointers are equal names.
    /// </summary>
    public void Meet(nint connection, long step, int kind, byte* database, byte* table)
    {
        if (step == _step && kind == _kind && table == _table && database == _database) return;
        if (step != _step || table != _table || database != _database) _hasRowId = null;
        (_step, _kind) = (step, kind);
        _database = database;
        _table = table;
        var count = Sqlite3.PreupdateCount(connection);
        if (_old.Length < count) (_old, _new) = (new int[count], new int[count]);
        (_oldCount, _newCount) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            if (kind != (int)SqliteChangeKind.Insert && Sqlite3.PreupdateOld(connection, i, out _) == Sqlite3.Ok) _old[_oldCount++] = i;
            if (kind != (int)SqliteChangeKind.Delete && Sqlite3.PreupdateNew(connection, i, out _) == Sqlite3.Ok) _new[_newCount++] = i;
        }
    }

    /// <summary>SQLite's number for an old value; one that it refuses when there is none.</summary>
    public int OldPlace(int column) => (uint)column < (uint)_oldCount ? _old[column] : -1;

    /// <summary>SQLite's number for a new value; one that it refuses when there is none.</summary>
    public int NewPlace(int column) => (uint)column < (uint)_newCount ? _new[column] : -1;

    /// <summary>Whether the table has rowids, asked of the schema once per table and step.</summary>
    public bool HasRowId(SqliteConnection connection, ReadOnlySpan<byte> database, ReadOnlySpan<byte> table) =>
        _hasRowId ??= connection.TableHasRowId(database, table);
}
