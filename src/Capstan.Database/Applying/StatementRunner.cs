using System.Text;
using Capstan.Database.Statements;
using Capstan.Sqlite;

namespace Capstan.Database.Applying;

/// <summary>Runs the statements of operations on the writing connection: refuses, prepares or takes from its cache, binds, runs, tells.</summary>
internal sealed class StatementRunner
{
    /// <summary>Most rows that an operation returns.</summary>
    public const int MostRows = 1_000;

    /// <summary>Most bytes that an operation returns.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>Why ROLLBACK is refused.</summary>
    public const string RollbackRefusal = "ROLLBACK is not allowed: one operation must not undo others. As a name it has to be quoted.";

    private const int MostKept = 256;

    private readonly SqliteConnection _connection;
    private readonly StepLimit _limit;
    private readonly WriterAuthorizer _authorizer = new();
    private readonly Dictionary<string, SqliteStatement> _kept = new(StringComparer.Ordinal);

    /// <summary>Puts the connection under the writer's rules.</summary>
    public StatementRunner(SqliteConnection connection, StepLimit limit)
    {
        _connection = connection;
        _limit = limit;
        connection.Authorizer = _authorizer.Judge;
    }

    /// <summary>Whether statements since <see cref="Begin"/> changed the schema.</summary>
    public bool HasDefined { get; private set; }

    /// <summary>Whether the last statement wanted what it may not.</summary>
    public bool HasRefused => _authorizer.HasRefused;

    /// <summary>The tables that they named.</summary>
    public IReadOnlySet<string> Defined => _authorizer.Defined;

    /// <summary>An operation begins.</summary>
    public void Begin()
    {
        HasDefined = false;
        _authorizer.Forget();
    }

    /// <summary>Runs one statement and adds its result.</summary>
    /// <exception cref="OperationFaultException">It is refused, or not what the request expects.</exception>
    /// <exception cref="SqliteException">It failed.</exception>
    public void Run(SqlStatement request, bool mayDefine, ResultWriter results)
    {
        if (_kept.TryGetValue(request.Sql, out var kept))
        {
            _authorizer.Expect(SqlKind.Rows);
            Run(kept, request, SqlKind.Rows, results);
            return;
        }

        var sql = Encoding.UTF8.GetBytes(request.Sql);
        var kind = Admit(sql, mayDefine);
        var statement = _connection.PrepareOwned(request.Sql);
        if (kind == SqlKind.Rows)
            Keep(request.Sql, statement);
        try
        {
            Run(statement, request, kind, results);
        }
        finally
        {
            if (kind != SqlKind.Rows)
                statement.Dispose();
        }
    }

    /// <summary>Runs a script that may define.</summary>
    /// <exception cref="OperationFaultException">One of its statements is refused.</exception>
    /// <exception cref="SqliteException">One of them failed.</exception>
    public void RunScript(ReadOnlySpan<byte> script)
    {
        if (SqlGate.SaysRollback(script))
            throw new OperationFaultException(AnswerCode.Forbidden, RollbackRefusal);
        while (true)
        {
            Admit(SqlGate.KindOf(script), mayDefine: true);
            using var statement = _connection.PrepareNext(ref script);
            if (statement is null)
                return;
            Step(statement);
        }
    }

    /// <summary>Prepares a statement of the program's own that changes rows; it and the triggers behind it are under the writer's rules.</summary>
    /// <exception cref="SqliteException">It cannot be prepared.</exception>
    public SqliteStatement PrepareRows(string sql)
    {
        _authorizer.Expect(SqlKind.Rows);
        return _connection.PrepareOwned(sql);
    }

    private static void ThrowUnlessMatched(SqlStatement request, long changes, long rows)
    {
        if (request.ExpectsRows && changes == 0 && rows == 0)
            throw new OperationFaultException(AnswerCode.NothingMatched, "The statement changed and returned no row.");
    }

    private void Run(SqliteStatement statement, SqlStatement request, SqlKind kind, ResultWriter results)
    {
        try
        {
            SqlBinding.Bind(statement, request.Parameters);
            var hasRows = statement.ColumnCount > 0;
            var rows = hasRows ? Rows(statement, results) : Step(statement);
            var changes = statement.IsReadOnly || kind != SqlKind.Rows ? 0 : _connection.Changes;
            ThrowUnlessMatched(request, changes, rows);
            results.AddWrite(changes, _connection.LastInsertRowId, hasRows);
        }
        finally
        {
            statement.Reset();
            statement.ClearBindings();
        }
    }

    private long Rows(SqliteStatement statement, ResultWriter results)
    {
        _ = statement.TakeSteps();
        _limit.IsOn = true;
        try
        {
            return results.Run(statement, asObjects: false);
        }
        finally
        {
            _limit.IsOn = false;
        }
    }

    private long Step(SqliteStatement statement)
    {
        _ = statement.TakeSteps();
        _limit.IsOn = true;
        try
        {
            statement.Execute();
            return 0;
        }
        finally
        {
            _limit.IsOn = false;
        }
    }

    private SqlKind Admit(ReadOnlySpan<byte> sql, bool mayDefine)
    {
        var kind = SqlGate.KindOf(sql);
        Admit(kind, mayDefine);
        return SqlGate.SaysRollback(sql) ? throw new OperationFaultException(AnswerCode.Forbidden, RollbackRefusal) : kind;
    }

    private void Admit(SqlKind kind, bool mayDefine)
    {
        if (kind is SqlKind.Control or SqlKind.Explain)
            throw new OperationFaultException(AnswerCode.Forbidden, "Transactions, settings, files, plans and statistics are not an operation's business.");
        var defines = kind is SqlKind.Create or SqlKind.Alter or SqlKind.Drop;
        if (defines && !mayDefine)
            throw new OperationFaultException(AnswerCode.Forbidden, "The schema may be changed with the admin right only.");
        HasDefined |= defines;
        _authorizer.Expect(kind);
    }

    private void Keep(string sql, SqliteStatement statement)
    {
        if (_kept.Count >= MostKept)
        {
            foreach (var old in _kept.Values)
                old.Dispose();
            _kept.Clear();
        }

        _kept.Add(sql, statement);
    }
}
