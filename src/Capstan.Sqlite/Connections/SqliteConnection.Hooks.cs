using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Capstan.Sqlite.Native;

namespace Capstan.Sqlite;

public sealed unsafe partial class SqliteConnection
{
    /// <summary>
    /// Decides what statements may do; null (the start) allows all. Setting it empties the cache, so that every statement meets it.
    /// Statements of <see cref="PrepareTrusted"/>, transactions and the maintenance methods are exempt.
    /// </summary>
    public SqliteAuthorizer? Authorizer
    {
        get;
        set
        {
            Check(Sqlite3.SetAuthorizer(Database, value is null ? null : &OnAuthorize, Self));
            field = value;
            _cache.Clear();
        }
    }

    /// <summary>Sees each change of a row before it happens; null (the start) for none. Statements are prepared anew for the first one.</summary>
    public SqliteChangeHandler? ChangeHandler
    {
        get;
        set
        {
            _ = Sqlite3.SetPreupdateHook(Database, value is null ? null : &OnChange, Self);
            var isFirst = field is null && value is not null;
            field = value;
            if (isFirst) ExpireStatements();
        }
    }

    /// <summary>Asked before each commit; null (the start) for none.</summary>
    public SqliteCommitHook? CommitHook { get; set; }

    /// <summary>Told of each rollback of a whole transaction, but not of one to a savepoint.</summary>
    public Action? RollbackHook
    {
        get;
        set
        {
            _ = Sqlite3.SetRollbackHook(Database, value is null ? null : &OnRollback, Self);
            field = value;
        }
    }

    /// <summary>
    /// Told after each commit in WAL mode how many frames the WAL file holds; null (the start) for none. Takes the place of SQLite's
    /// automatic checkpoints, which are off while and after it is set, until <see cref="SetAutoCheckpoint"/>, which takes its place in turn.
    /// </summary>
    public Action<int>? WalHook
    {
        get;
        set
        {
            _ = Sqlite3.SetWalHook(Database, value is null ? null : &OnWal, Self);
            field = value;
        }
    }

    internal ChangeLayout Layout { get; } = new();

    private nint Self => GCHandle.ToIntPtr(_self);

    /// <summary>Sets what is called while statements run.</summary>
    /// <param name="progress">Called every so many instructions; null for none.</param>
    /// <param name="operations">Instructions between two calls, at least 1; default 1,000, some ten microseconds.</param>
    public void SetProgress(SqliteProgress? progress, int operations = 1000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(operations, 1);
        Sqlite3.SetProgressHandler(Database, operations, progress is null ? null : &OnProgress, Self);
        (_progress, _progressOperations) = (progress, operations);
    }

    // A DELETE of all rows that was prepared without a preupdate hook clears the table without one. Setting an authorizer, any, is what
    // makes SQLite prepare statements anew.
    private void ExpireStatements()
    {
        Check(Sqlite3.SetAuthorizer(Database, &OnAuthorize, Self));
        if (Authorizer is null) Check(Sqlite3.SetAuthorizer(Database, null, 0));
    }

    private static SqliteConnection Of(nint state) => Unsafe.As<SqliteConnection>(GCHandle.FromIntPtr(state).Target!);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnAuthorize(nint state, int action, byte* first, byte* second, byte* database, byte* inside)
    {
        var connection = Of(state);
        if (connection._trusted > 0 || connection.Authorizer is not { } authorizer) return Sqlite3.Ok;
        try
        {
            return (int)authorizer(new SqliteAccess((SqliteAction)action,
                NativeText.Text(first), NativeText.Text(second), NativeText.Text(database), NativeText.Text(inside)));
        }
        catch (Exception thrown)
        {
            connection.Keep(thrown);
            return Sqlite3.Deny;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnProgress(nint state)
    {
        var connection = Of(state);
        try
        {
            return connection.HasThrown || connection._progress?.Invoke() == true ? 1 : 0;
        }
        catch (Exception thrown)
        {
            connection.Keep(thrown);
            return 1;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnChange(nint state, nint database, int kind, byte* name, byte* table, long oldRowId, long newRowId)
    {
        var connection = Of(state);
        if (connection.HasThrown) return;
        try
        {
            connection.Layout.Meet(database, connection._steps, kind, name, table);
            connection.ChangeHandler?.Invoke(new SqliteChange(connection, kind, name, table, oldRowId, newRowId));
        }
        catch (Exception thrown)
        {
            connection.Keep(thrown);
            Sqlite3.Interrupt(database);
        }
    }

    // Installed at opening: what a callback threw in must not be committed by the statement's own end.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnCommit(nint state)
    {
        var connection = Of(state);
        try
        {
            return connection.HasThrown || connection.CommitHook?.Invoke() == true ? 1 : 0;
        }
        catch (Exception thrown)
        {
            connection.Keep(thrown);
            return 1;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnRollback(nint state)
    {
        var connection = Of(state);
        try
        {
            connection.RollbackHook?.Invoke();
        }
        catch (Exception thrown)
        {
            connection.Keep(thrown);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnWal(nint state, nint database, byte* name, int frames)
    {
        var connection = Of(state);
        try
        {
            connection.WalHook?.Invoke(frames);
        }
        catch (Exception thrown)
        {
            connection.Keep(thrown);
        }
        return Sqlite3.Ok;
    }
}
