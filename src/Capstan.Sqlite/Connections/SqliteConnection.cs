using System.Runtime.InteropServices;
using Capstan.Sqlite.Native;

namespace Capstan.Sqlite;

/// <summary>
/// One connection to a database. Not thread-safe: one thread at a time uses it and everything that came from it (statements, spans, hooks);
/// only <see cref="Interrupt"/> may be called from any thread.
/// </summary>
/// <remarks>
/// <para>Opened hardened: extended result codes, DEFENSIVE, untrusted schema, no loadable extensions, no FTS3 tokenizer, no URI names.</para>
/// <para>Lifetime: from opening to <see cref="Dispose"/> the connection is rooted, so that no finalizer closes it under a running call and
/// native callbacks always find it. A connection that is never disposed therefore stays open until the process ends. Statements that are
/// still around at <see cref="Dispose"/> are finalized and throw <see cref="ObjectDisposedException"/> afterwards.</para>
/// <para>Callbacks (authorizer, progress, hooks, functions) run inside <see cref="SqliteStatement.Step"/> and the preparing calls. An
/// exception that one of them throws ends the statement, keeps it from being committed by itself, and is thrown from that call once
/// SQLite has returned; it never crosses native frames. Callbacks must not use the connection, except to read what they are given.</para>
/// </remarks>
public sealed unsafe partial class SqliteConnection : IDisposable
{
    private readonly Lock _gate = new();
    private readonly DatabaseHandle _handle;
    private readonly StatementCache _cache;
    private readonly HashSet<nint> _statements = [];
    private readonly SqliteClock? _clock;
    private nint _database;
    private GCHandle _self;

    private SqliteConnection(nint database, string path, SqliteOpenOptions options)
    {
        _handle = new DatabaseHandle(database);
        _database = database;
        _cache = new StatementCache(options.CachedStatements);
        _clock = options.Clock;
        Path = path;
        _self = GCHandle.Alloc(this);
    }

    /// <summary>The file as it was opened, a full path unless it is a URI; ":memory:" for a database in memory.</summary>
    public string Path { get; }

    /// <summary>Whether the connection is open.</summary>
    public bool IsOpen => _database != 0;

    /// <summary>The native connection.</summary>
    /// <exception cref="ObjectDisposedException">It is closed.</exception>
    internal nint Database
    {
        get
        {
            ObjectDisposedException.ThrowIf(_database == 0, this);
            return _database;
        }
    }

    /// <summary>Opens a database file.</summary>
    /// <param name="path">The file; a relative path is taken from the working folder.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="SqliteException">The file cannot be opened. That it is no database shows only when it is first read.</exception>
    /// <exception cref="SqliteLibraryException">The library is missing or will not do.</exception>
    public static SqliteConnection Open(string path, SqliteOpenOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new SqliteOpenOptions();
        // A full path starts with a slash, so that nothing in it can be read as a URI or as SQLite's special names.
        return OpenNative(options.AllowUri ? path : System.IO.Path.GetFullPath(path), ModeFlags(options), options);
    }

    /// <summary>Opens a new, empty database in memory, which ends with the connection.</summary>
    /// <param name="options">How; null for the defaults. The mode is not used.</param>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    /// <exception cref="SqliteLibraryException">The library is missing or will not do.</exception>
    public static SqliteConnection OpenMemory(SqliteOpenOptions? options = null) =>
        OpenNative(":memory:", Sqlite3.OpenReadWrite | Sqlite3.OpenCreate, options ?? new SqliteOpenOptions());

    /// <summary>
    /// Makes the running statement, if any, end with <see cref="SqliteCode.Interrupt"/> at its next opportunity. May be called from any
    /// thread at any time; does nothing when nothing runs or the connection is closed.
    /// </summary>
    public void Interrupt()
    {
        // The gate keeps Dispose from closing the connection in the middle of this.
        lock (_gate)
        {
            if (_database != 0) Sqlite3.Interrupt(_database);
        }
    }

    /// <summary>Closes the connection and finalizes its statements; an open transaction is rolled back. Again has no effect.</summary>
    /// <exception cref="InvalidOperationException">Called from inside one of the connection's own callbacks.</exception>
    public void Dispose()
    {
        if (_running > 0) throw new InvalidOperationException("a connection cannot be closed from inside one of its callbacks");
        lock (_gate)
        {
            if (_database == 0) return;
            _database = 0;
        }
        // Exactly our own: SQLite closes nothing while one is left, and those of virtual tables are not ours to finalize.
        foreach (var statement in _statements) Sqlite3.FinalizeStatement(statement);
        _statements.Clear();
        _handle.Dispose();
        _self.Free();
        _clock?.Leave();
    }

    /// <summary>A statement is to be finalized at the latest when the connection closes.</summary>
    internal void Own(nint statement) => _statements.Add(statement);

    /// <summary>Finalizes a statement before that.</summary>
    internal void FinalizeOwn(nint statement)
    {
        if (_statements.Remove(statement)) Sqlite3.FinalizeStatement(statement);
    }

    /// <summary>Throws what a result code other than OK stands for.</summary>
    internal void Check(int code)
    {
        if (code != Sqlite3.Ok) throw SqliteException.Of(_database, code);
    }

    private static SqliteConnection OpenNative(string path, int flags, SqliteOpenOptions options)
    {
        SqliteLibrary.Require();
        flags |= Sqlite3.OpenNoMutex | Sqlite3.OpenPrivateCache | Sqlite3.OpenExtendedCodes;
        int code;
        nint database;
        fixed (byte* name = NativeText.Terminated(path))
        {
            var vfs = options.Clock is { } clock ? clock.Use() : null;
            code = Sqlite3.Open(name, out database, flags, vfs);
        }
        if (database == 0)
        {
            options.Clock?.Leave();
            throw SqliteException.Of(code);
        }
        var connection = new SqliteConnection(database, path, options);
        try
        {
            connection.Check(code);
            connection.Harden(options);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Harden(SqliteOpenOptions options)
    {
        Configure(Sqlite3.ConfigDefensive, true);
        Configure(Sqlite3.ConfigTrustedSchema, false);
        Configure(Sqlite3.ConfigEnableLoadExtension, false);
        Configure(Sqlite3.ConfigEnableTokenizer, false);
        Configure(Sqlite3.ConfigEnableForeignKeys, options.ForeignKeys);
        _ = Sqlite3.SetCommitHook(_database, &OnCommit, Self);
        BusyTimeout = options.BusyTimeout;
        foreach (var (limit, value) in options.Limits) SetLimit(limit, value);
    }

    private void Configure(int option, bool value) => Check(Sqlite3.ConfigureConnection(_database, option, value ? 1 : 0, null));

    private static int ModeFlags(SqliteOpenOptions options) => (options.AllowUri ? Sqlite3.OpenUri : 0) | options.Mode switch
    {
        SqliteOpenMode.ReadWriteCreate => Sqlite3.OpenReadWrite | Sqlite3.OpenCreate,
        SqliteOpenMode.ReadWrite => Sqlite3.OpenReadWrite,
        _ => Sqlite3.OpenReadOnly,
    };
}
