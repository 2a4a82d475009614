using Capstan.Sqlite.Native;

namespace Capstan.Sqlite;

/// <summary>
/// A prepared statement. Belongs to its connection and is used by the same thread. Disposing of it gives it back to the connection's cache
/// or finalizes it; after that it must not be used, and from the cache it may be someone else's already.
/// </summary>
public sealed unsafe partial class SqliteStatement : IDisposable
{
    private const int StatusSteps = 4;

    private readonly SqliteConnection _connection;
    private readonly bool _trusted;
    private nint _statement;
    private bool _stepping;
    private bool _atRow;

    internal SqliteStatement(SqliteConnection connection, nint statement, Preparation preparation)
    {
        _connection = connection;
        _statement = statement;
        _trusted = preparation == Preparation.Trusted;
        IsInUse = true;
        connection.Own(statement);
    }

    /// <summary>The text it was prepared from, up to the end of its statement.</summary>
    public string Sql => NativeText.Text(Sqlite3.Sql(Handle)) ?? "";

    /// <summary>
    /// Whether it changes no content of a database directly (sqlite3_stmt_readonly). True also for BEGIN, COMMIT, SAVEPOINT, ATTACH and
    /// for pragmas that only change the connection.
    /// </summary>
    public bool IsReadOnly => Sqlite3.StatementIsReadOnly(Handle) != 0;

    /// <summary>Whether it is an EXPLAIN or EXPLAIN QUERY PLAN.</summary>
    public bool IsExplain => Sqlite3.StatementIsExplain(Handle) != 0;

    /// <summary>The connection it belongs to.</summary>
    public SqliteConnection Connection => _connection;

    internal bool IsInUse { get; set; }

    internal byte[]? CacheKey { get; set; }

    internal LinkedListNode<SqliteStatement>? CacheNode { get; set; }

    /// <summary>The native statement. It is valid exactly while the connection is open and this was not disposed of.</summary>
    internal nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(!IsInUse || !_connection.IsOpen, this);
            return _statement;
        }
    }

    /// <summary>Runs to the next row, or to the end. Allocates nothing.</summary>
    /// <returns>True when a row is there to be read; false at the end. One more step after the end starts over.</returns>
    /// <exception cref="SqliteException">It failed; it is reset, and what it did is undone unless its transaction says otherwise.</exception>
    public bool Step()
    {
        var handle = Handle;
        Enter();
        var code = Sqlite3.Step(handle);
        Leave();
        _atRow = code == Sqlite3.Row;
        if (!_connection.HasThrown && code is (Sqlite3.Row or Sqlite3.Done)) return _atRow;
        throw Failed(handle, code);
    }

    /// <summary>Runs to the end, whatever rows come, and resets. Rows changed are then at <see cref="SqliteConnection.Changes"/>.</summary>
    /// <exception cref="SqliteException">It failed; it is reset.</exception>
    public void Execute()
    {
        while (Step())
        {
        }
        Reset();
    }

    /// <summary>Ends the run, so that the next step starts over. The bindings stay.</summary>
    /// <exception cref="SqliteException">A change that stood at a row (RETURNING) was to be committed by this, and was not.</exception>
    public void Reset()
    {
        var handle = Handle;
        Enter();
        var code = Sqlite3.Reset(handle);
        Leave();
        // After a failed step the result repeats what was reported; only a run that stood at a row has something new to say.
        var isNew = _atRow && code != Sqlite3.Ok;
        _atRow = false;
        _connection.Rethrow();
        if (isNew) _connection.Check(code);
    }

    /// <summary>
    /// Instructions run since the last call of this method, and counts from 0 again. The progress handler is called at multiples of this
    /// count, so that after this call a run meets it at the same places on every machine.
    /// </summary>
    public long TakeSteps() => (uint)Sqlite3.StatementStatus(Handle, StatusSteps, 1);

    /// <summary>Makes all parameters NULL.</summary>
    public void ClearBindings() => Sqlite3.ClearBindings(Handle);

    /// <summary>Gives the statement back. Again has no effect, unless someone else got it from the cache meanwhile.</summary>
    /// <exception cref="SqliteException">As for <see cref="Reset"/>; it is given back all the same.</exception>
    /// <exception cref="InvalidOperationException">It is running: this is one of its callbacks.</exception>
    public void Dispose()
    {
        if (_stepping) throw new InvalidOperationException("a statement cannot be disposed of from inside one of its callbacks");
        if (!IsInUse || !_connection.IsOpen) return;
        try
        {
            Reset();
        }
        finally
        {
            IsInUse = false;
            if (CacheNode is null) FinalizeNative();
            else Sqlite3.ClearBindings(_statement);
        }
    }

    internal void FinalizeNative()
    {
        _connection.FinalizeOwn(_statement);
        _statement = 0;
    }

    private void Enter()
    {
        _stepping = true;
        _connection.Enter(_trusted);
    }

    private void Leave()
    {
        _connection.Leave(_trusted);
        _stepping = false;
    }

    private Exception Failed(nint handle, int code)
    {
        // Asked before the reset, which may overwrite the connection's message.
        var failure = code is Sqlite3.Row or Sqlite3.Done ? null : SqliteException.Of(_connection.Database, code);
        _atRow = false;
        _ = Sqlite3.Reset(handle);
        _connection.Rethrow();
        return failure!;
    }
}
