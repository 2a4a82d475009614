namespace Capstan.Sqlite;

public sealed unsafe partial class SqliteConnection
{
    private readonly SqliteStatement?[] _transactionStatements = new SqliteStatement?[8];

    /// <summary>Opens a transaction. Like all methods here it is exempt from the authorizer.</summary>
    /// <exception cref="SqliteException">One is open, or the lock is not to be had in time.</exception>
    public void Begin(SqliteTransactionMode mode = SqliteTransactionMode.Deferred) => RunKept((int)mode, mode switch
    {
        SqliteTransactionMode.Deferred => "BEGIN",
        SqliteTransactionMode.Immediate => "BEGIN IMMEDIATE",
        _ => "BEGIN EXCLUSIVE",
    });

    /// <summary>Commits the transaction.</summary>
    /// <exception cref="SqliteException">It did not; the transaction stands open unless <see cref="IsAutocommit"/> says otherwise.</exception>
    public void Commit() => RunKept(3, "COMMIT");

    /// <summary>Rolls the transaction back. Nothing to do when none is open, as after a failure that SQLite answered by rolling back.</summary>
    public void Rollback()
    {
        if (!IsAutocommit) RunKept(4, "ROLLBACK");
    }

    /// <summary>Opens a savepoint inside the transaction, or a transaction. Savepoints nest; the next two methods mean the innermost.</summary>
    public void Savepoint() => RunKept(5, "SAVEPOINT _innermost");

    /// <summary>Ends the innermost savepoint and keeps what was done since. Ending the outermost outside a transaction commits.</summary>
    public void ReleaseSavepoint() => RunKept(6, "RELEASE _innermost");

    /// <summary>Undoes what was done since the innermost savepoint, and ends it.</summary>
    public void UndoSavepoint()
    {
        RunKept(7, "ROLLBACK TO _innermost");
        ReleaseSavepoint();
    }

    /// <summary>Runs one statement to its end, by way of the cache.</summary>
    /// <exception cref="SqliteException">It is wrong, or it failed.</exception>
    public void Execute(string sql)
    {
        using var statement = Prepare(sql);
        statement.Execute();
    }

    /// <summary>Runs the statements of a script, one after the other; those before a failing one have had their effect.</summary>
    /// <exception cref="SqliteException">One is wrong, or it failed.</exception>
    public void ExecuteScript(ReadOnlySpan<byte> script)
    {
        while (PrepareNext(ref script) is { } statement)
        {
            using (statement) statement.Execute();
        }
    }

    /// <summary>The first column of the first row as an integer; 0 when there is none.</summary>
    /// <exception cref="SqliteException">The statement is wrong, or it failed.</exception>
    public long QueryInt64(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.GetInt64(0) : 0;
    }

    /// <summary>The first column of the first row as a string; null when it is NULL or there is no row.</summary>
    /// <exception cref="SqliteException">The statement is wrong, or it failed.</exception>
    public string? QueryText(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.GetText(0) : null;
    }

    // Kept outside the cache: they run with every transaction, and foreign texts must not push them out.
    private void RunKept(int number, string sql) => (_transactionStatements[number] ??= PrepareTrusted(sql)).Execute();
}
