using Capstan.Sqlite;

namespace Capstan.Database.Applying;

/// <summary>
/// A replica's copy in one SQLite file in WAL mode (protocol sections 1 and 2). This is the only connection that writes to the file, and
/// the one that moves the WAL file's pages into it.
/// </summary>
public sealed partial class SqliteReplicaStore : IReplicaStore
{
    private readonly SqliteConnection _connection;
    private readonly SqliteClock _clock;
    private readonly SqliteStoreOptions _options;
    private readonly TableHashes _hashes;
    private readonly SqliteUserTables _tables;
    private readonly SqliteRecordTable _records;
    private readonly SqliteAnswerTable _answers;
    private readonly SqliteStatement _putMeta;
    private readonly List<Action> _redo = [];
    private bool _isInTransaction;
    private int _walPages;
    private StoreMeta _meta;

    private SqliteReplicaStore(SqliteConnection connection, SqliteClock clock, SqliteStoreOptions options)
    {
        _connection = connection;
        _clock = clock;
        _options = options;
        connection.WalHook = pages => _walPages = pages;
        _hashes = new TableHashes(connection);
        _meta = SavedMeta.Decode(Saved(SavedMeta.Query));
        _hashes.Load(Saved(SavedMeta.HashesQuery));
        _tables = new SqliteUserTables(this, connection, _hashes, new RecordChance(connection, clock));
        _records = new SqliteRecordTable(this, connection);
        _answers = new SqliteAnswerTable(this, connection);
        _putMeta = connection.PrepareTrusted("UPDATE _meta SET value = ?2 WHERE name = ?1");
    }

    /// <summary>Version and options of the SQLite in use: workers whose texts differ may compute differently and do not serve together.</summary>
    public static string Engine => SqliteLibrary.Options;

    /// <summary>Path of the copy's file.</summary>
    public string File => _connection.Path;

    /// <inheritdoc />
    public StoreMeta Meta
    {
        get
        {
            ThrowIfDisposed();
            return _meta;
        }
    }

    /// <inheritdoc />
    public IRecordTable Records => _records;

    /// <inheritdoc />
    public IAnswerTable Answers => _answers;

    /// <inheritdoc />
    public IUserTables Tables => _tables;

    /// <inheritdoc />
    public T Look<T>(Func<T> look)
    {
        ThrowIfDisposed();
        if (_isInTransaction)
            return look();
        Guard(() => _connection.Begin());
        try
        {
            return look();
        }
        finally
        {
            Guard(_connection.Rollback);
        }
    }

    /// <inheritdoc />
    public void Begin()
    {
        ThrowIfDisposed();
        if (_isInTransaction)
            throw new InvalidOperationException("A transaction is open already.");
        Guard(() => _connection.Begin(SqliteTransactionMode.Immediate));
        _isInTransaction = true;
    }

    /// <inheritdoc />
    public void Commit(StoreMeta meta)
    {
        RequireTransaction();
        Guard(() =>
        {
            Put("state", SavedMeta.Encode(meta));
            if (_hashes.IsDirty)
                Put("hashes", _hashes.Save());
            _connection.Commit();
        });
        _meta = meta;
        End();
    }

    /// <summary>Closes the copy; an open transaction is rolled back.</summary>
    public void Dispose()
    {
        if (!_connection.IsOpen)
            return;
        _connection.Dispose();
        _clock.Dispose();
    }

    internal void RequireTransaction()
    {
        ThrowIfDisposed();
        if (!_isInTransaction)
            throw new InvalidOperationException("No transaction is open.");
    }

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(!_connection.IsOpen, this);

    /// <summary>Does a change now, and again should SQLite roll the transaction back under it (<see cref="Redo"/>).</summary>
    internal void Change(Action change)
    {
        RequireTransaction();
        Guard(change);
        _redo.Add(change);
    }

    /// <summary>Keeps a change that was done, should SQLite roll the transaction back.</summary>
    internal void Keep(Action change) => _redo.Add(change);

    /// <summary>Does a change in the open transaction or in one of its own.</summary>
    internal void ChangeAlone(Action change)
    {
        ThrowIfDisposed();
        if (_isInTransaction)
        {
            Change(change);
            return;
        }

        Guard(change);
        Checkpoint();
    }

    /// <summary>
    /// Opens the transaction again and repeats what was done in it, after SQLite rolled all of it back because it ended a statement by the
    /// limit on its instructions (sqlite.org/lang_transaction.html, "Response to errors within a transaction").
    /// </summary>
    internal void Redo() => Guard(() =>
    {
        _connection.Begin(SqliteTransactionMode.Immediate);
        _hashes.Load(Saved(SavedMeta.HashesQuery));
        foreach (var change in _redo)
            change();
    });

    /// <summary>Runs something whose faults are all the environment's.</summary>
    internal static void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (SqliteException fault)
        {
            throw StoreFaults.Failed(fault);
        }
    }

    private void End()
    {
        _isInTransaction = false;
        _redo.Clear();
        Checkpoint();
    }

    private void Checkpoint()
    {
        if (_walPages < _options.CheckpointPages)
            return;
        // A reader of an old state keeps a passive checkpoint from finishing; then the next commits try again, less often.
        var done = new SqliteCheckpoint();
        Guard(() => done = _connection.Checkpoint());
        _walPages = done.Moved == done.Frames ? 0 : _options.CheckpointPages / 2;
    }

    private void Put(string name, byte[] value)
    {
        _putMeta.BindText(1, name);
        _putMeta.BindBlob(2, value);
        _putMeta.Execute();
    }

    private byte[] Saved(string query)
    {
        using var statement = _connection.PrepareTrusted(query);
        return statement.Step() ? statement.GetBlob(0).ToArray() : throw new InvalidDataException("The copy does not say how far it has come.");
    }
}
