using System.Text;
using Capstan.Database.Log;
using Capstan.Sqlite;

namespace Capstan.Database.Applying;

/// <summary>
/// The running hash of each user table (protocol section 8): XOR over the hashes of its rows, kept through the preupdate hook, undone with
/// the savepoint, computed anew for tables whose definition changed.
/// </summary>
internal sealed class TableHashes
{
    private readonly SqliteConnection _connection;
    private readonly RowBytes _bytes = new();
    private readonly List<(UserTable Table, Digest Hash)> _undo = [];
    private SortedDictionary<string, UserTable> _tables = new(StringComparer.Ordinal);
    private SortedDictionary<string, UserTable>? _tablesBefore;
    private UserTable? _last;
    private long _operation;

    /// <summary>Watches the changes of a connection, which is the only one that writes.</summary>
    public TableHashes(SqliteConnection connection)
    {
        _connection = connection;
        IsWatching = true;
    }

    /// <summary>Whether changes of rows are followed; while they are not, <see cref="Refresh"/> has to set things right.</summary>
    public bool IsWatching
    {
        set => _connection.ChangeHandler = value ? OnChange : null;
    }

    /// <summary>Whether something changed since <see cref="Save"/>.</summary>
    public bool IsDirty { get; private set; }

    /// <summary>The tables by name.</summary>
    public IReadOnlyDictionary<string, UserTable> Tables => _tables;

    /// <summary>Reads the schema, and the hashes as they were saved.</summary>
    /// <exception cref="InvalidDataException">They were saved by nobody, or for other tables.</exception>
    public void Load(ReadOnlyMemory<byte> saved)
    {
        _tables = UserTable.ReadAll(_connection);
        _last = null;
        var hashes = SavedHashes.Decode(saved);
        foreach (var table in _tables.Values)
            table.Hash = hashes.TryGetValue(table.Name, out var hash) ? hash : throw new InvalidDataException($"The table {table.Name} has no hash.");
        IsDirty = false;
    }

    /// <summary>The hashes in the form that <see cref="Load"/> reads.</summary>
    public byte[] Save()
    {
        IsDirty = false;
        return SavedHashes.Encode(_tables.Values);
    }

    /// <summary>An operation begins.</summary>
    public void Begin()
    {
        _undo.Clear();
        _operation++;
        _tablesBefore = null;
        Refusal = null;
    }

    /// <summary>
    /// What a change of the operation broke although SQLite allows it; null without one. It goes before any fault of a later change, which
    /// may differ between workers then.
    /// </summary>
    public string? Refusal { get; private set; }

    /// <summary>The operation was rolled back.</summary>
    public void Undo()
    {
        _tables = _tablesBefore ?? _tables;
        for (var at = _undo.Count - 1; at >= 0; at--)
            _undo[at].Table.Hash = _undo[at].Hash;
        _last = null;
        Begin();
    }

    /// <summary>Reads the schema again; tables that are new, changed or named are computed from their rows.</summary>
    public void Refresh(IReadOnlySet<string> named)
    {
        var before = _tables;
        _tablesBefore ??= before;
        _tables = UserTable.ReadAll(_connection);
        _last = null;
        IsDirty = true;
        foreach (var table in _tables.Values)
        {
            var isKept = before.TryGetValue(table.Name, out var old) && old.Definition == table.Definition && !named.Contains(table.Name);
            if (!isKept && old is not null && old.ColumnCount < table.ColumnCount)
                Rewrite(table);
            table.Hash = isKept ? old!.Hash : table.Recompute(_connection, _bytes);
        }
    }

    /// <summary>All tables are empty now.</summary>
    public void Clear()
    {
        foreach (var table in _tables.Values)
            Set(table, Digest.Zero);
    }

    /// <summary>Each table's hash, computed from its rows.</summary>
    public SortedDictionary<string, Digest> Recompute()
    {
        var hashes = new SortedDictionary<string, Digest>(StringComparer.Ordinal);
        foreach (var table in _tables.Values)
            hashes[table.Name] = table.Recompute(_connection, _bytes);
        return hashes;
    }

    // A row from before ALTER TABLE ADD COLUMN is shorter than its table: what it shows for the new column is the default, but the
    // preupdate hook of older libraries shows NULL. Writing the rows anew makes them whole.
    private void Rewrite(UserTable table)
    {
        var name = SqlNames.Quote(table.Writable[^1]);
        IsWatching = false;
        _connection.FireTriggers(false);
        try
        {
            using var rewrite = _connection.PrepareTrusted($"UPDATE {SqlNames.Quote(table.Name)} SET {name} = {name}");
            rewrite.Execute();
        }
        finally
        {
            _connection.FireTriggers(true);
            IsWatching = true;
        }
    }

    private void OnChange(in SqliteChange change)
    {
        if (Find(change.Table) is not { } table)
            return;
        var hash = table.Hash;
        if (change.Kind != SqliteChangeKind.Insert)
            hash ^= table.HashOld(change, _bytes);
        if (change.Kind != SqliteChangeKind.Delete)
            hash ^= table.HashNew(change, _bytes);
        // After the largest key SQLite draws random ones, from a generator that the whole process shares; for AUTOINCREMENT it answers
        // the next insert with "disk full", which no worker could tell from a full disk.
        if (change.Kind != SqliteChangeKind.Delete && change.NewRowId == long.MaxValue)
            Refusal = $"The key {long.MaxValue} would be the last one of {table.Name}; the largest allowed is {long.MaxValue - 1}.";
        Set(table, hash);
    }

    private UserTable? Find(ReadOnlySpan<byte> name)
    {
        if (_last?.IsNamed(name) == true)
            return _last;
        // The log's and the answers' own tables change with every record.
        if (name is [(byte)'_', ..])
            return null;
        return _last = _tables.GetValueOrDefault(Encoding.UTF8.GetString(name));
    }

    private void Set(UserTable table, Digest hash)
    {
        // Once for each operation: an import changes a table a million times.
        if (table.ChangedIn != _operation)
            _undo.Add((table, table.Hash));
        table.ChangedIn = _operation;
        table.Hash = hash;
        IsDirty = true;
    }
}
