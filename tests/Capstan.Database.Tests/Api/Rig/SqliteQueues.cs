using System.Buffers;
using System.Text.Json;
using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Reading;
using Capstan.Database.Statements;
using Capstan.Sqlite;

namespace Capstan.Database.Tests.Api.Rig;

/// <summary>
/// Queues with one worker behind them that is a SQLite database in memory: effects, affinities and constraint codes are real, the replication
/// is not there. It refuses what the real reader and writer refuse by their authorizers only where a test needs it.
/// </summary>
internal sealed class SqliteQueues : IRequestQueues, IDisposable
{
    private readonly Lock _lock = new();
    private readonly SqliteConnection _database = SqliteConnection.OpenMemory();
    private readonly Dictionary<RequestId, (string Body, Answer Answer)> _answers = [];
    private long _lsn;

    public SqliteQueues(string schema) => Script(schema);

    /// <summary>Queries as they arrived.</summary>
    public List<ReadQuery> Reads { get; } = [];

    /// <summary>Writes as they arrived.</summary>
    public List<WriteIntent> Writes { get; } = [];

    /// <summary>Called for each write before it is done.</summary>
    public Func<WriteIntent, CancellationToken, Task> BeforeWrite { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Called for each read before it is done.</summary>
    public Func<ReadQuery, CancellationToken, Task> BeforeRead { get; set; } = (_, _) => Task.CompletedTask;

    public async Task<Answer> WriteAsync(WriteIntent intent, CancellationToken cancellationToken)
    {
        await BeforeWrite(intent, cancellationToken);
        lock (_lock)
        {
            Writes.Add(intent);
            var body = Convert.ToHexString(intent.Body.Span);
            if (_answers.TryGetValue(intent.Request, out var known))
                return known.Body == body ? known.Answer : Answer.Fault(AnswerCode.KeyReused, Lsn.None, "The key was used.");
            var answer = Apply(Operation.Decode(intent.Body)) with { Lsn = new Lsn(++_lsn) };
            _answers[intent.Request] = (body, answer);
            return answer;
        }
    }

    public async Task<Answer> ReadAsync(ReadQuery query, CancellationToken cancellationToken)
    {
        await BeforeRead(query, cancellationToken);
        lock (_lock)
        {
            Reads.Add(query);
            if (query.MinLsn.Value > _lsn)
                return Answer.Fault(AnswerCode.NotYet, new Lsn(_lsn), "Nobody has come so far.");
            return Answered(query.Statements, query.Shape, isWrite: false, query.MaxRows) with { Lsn = new Lsn(_lsn) };
        }
    }

    /// <summary>Runs SQL on the database itself.</summary>
    public void Script(string sql)
    {
        lock (_lock)
        {
            var rest = System.Text.Encoding.UTF8.GetBytes(sql).AsSpan();
            ReadOnlySpan<byte> left = rest;
            while (_database.PrepareNext(ref left) is { } statement)
            {
                using (statement)
                    statement.Execute();
            }
        }
    }

    /// <summary>The only value of a query.</summary>
    public string? Value(string sql)
    {
        lock (_lock)
        {
            using var statement = _database.PrepareOwned(sql);
            return statement.Step() ? statement.GetText(0) : null;
        }
    }

    /// <summary>Schema and all rows as one text.</summary>
    public string Dump()
    {
        lock (_lock)
        {
            var tables = new List<string>();
            using (var names = _database.PrepareOwned("SELECT name, sql FROM sqlite_schema ORDER BY name"))
            {
                while (names.Step())
                    tables.Add($"{names.GetText(0)}|{names.GetText(1)}");
            }

            return string.Join('\n', tables.Select(table => table + Rows(table.Split('|')[0])));
        }
    }

    public void Dispose() => _database.Dispose();

    private string Rows(string table)
    {
        using var exists = _database.PrepareOwned("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?");
        exists.BindText(1, table);
        exists.Step();
        if (exists.GetInt64(0) == 0)
            return "";
        using var statement = _database.PrepareOwned($"SELECT * FROM \"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        var text = "";
        while (statement.Step())
            text += "\n  " + string.Join('|', Enumerable.Range(0, statement.ColumnCount).Select(i => statement.GetText(i)));
        return text;
    }

    private Answer Apply(Operation operation)
    {
        Script("SAVEPOINT op");
        Answer answer;
        try
        {
            answer = operation.Kind == OperationKind.Clear ? Clear() : Answered(operation.Statements, RowShape.Arrays, isWrite: true, 10_000);
        }
        catch
        {
            Script("ROLLBACK TO op; RELEASE op");
            throw;
        }

        Script(answer.IsOk ? "RELEASE op" : "ROLLBACK TO op; RELEASE op");
        return answer;
    }

    private Answer Clear()
    {
        var names = new List<string>();
        using (var statement = _database.PrepareOwned("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND substr(name, 1, 1) <> '_'"))
        {
            while (statement.Step())
                names.Add(statement.GetText(0)!);
        }

        Script("PRAGMA defer_foreign_keys = ON");
        foreach (var name in names)
            Script($"DELETE FROM \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        return new Answer(AnswerCode.Ok, Lsn.None, "[]"u8.ToArray());
    }

    private Answer Answered(IReadOnlyList<SqlStatement> statements, RowShape shape, bool isWrite, int maxRows)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartArray();
        foreach (var statement in statements)
        {
            if (Fault(statement, shape, isWrite, maxRows, json) is { } fault)
                return fault;
        }

        json.WriteEndArray();
        json.Flush();
        return new Answer(AnswerCode.Ok, Lsn.None, bytes.WrittenMemory);
    }

    private Answer? Fault(SqlStatement sql, RowShape shape, bool isWrite, int maxRows, Utf8JsonWriter json)
    {
        try
        {
            using var statement = _database.PrepareOwned(sql.Sql);
            if (!isWrite && !statement.IsReadOnly)
                return Answer.Fault(AnswerCode.Forbidden, Lsn.None, "It is a write.");
            Bind(statement, sql.Parameters);
            var before = long.Parse(Value("SELECT total_changes()")!);
            json.WriteStartObject();
            var rows = Write(statement, shape, maxRows, json);
            if (rows > maxRows)
                return Answer.Fault(AnswerCode.TooLarge, Lsn.None, $"There are more than {maxRows} rows.");
            var changes = long.Parse(Value("SELECT total_changes()")!) - before;
            if (isWrite)
            {
                json.WriteNumber("changes", changes);
                json.WriteNumber("lastInsertRowId", long.Parse(Value("SELECT last_insert_rowid()")!));
            }

            json.WriteEndObject();
            return sql.ExpectsRows && rows + changes == 0 ? Answer.Fault(AnswerCode.NothingMatched, Lsn.None, "It matched nothing.") : null;
        }
        catch (SqliteException fault)
        {
            return Answer.Fault(CodeOf(fault), Lsn.None, fault.Message);
        }
    }

    private static int Write(SqliteStatement statement, RowShape shape, int maxRows, Utf8JsonWriter json)
    {
        var columns = Enumerable.Range(0, statement.ColumnCount).Select(statement.ColumnName).ToList();
        if (columns.Count == 0)
        {
            statement.Execute();
            return 0;
        }

        if (shape == RowShape.Arrays)
        {
            json.WriteStartArray("columns");
            columns.ForEach(json.WriteStringValue);
            json.WriteEndArray();
        }

        json.WriteStartArray(shape == RowShape.Arrays ? "rows" : "objects");
        var rows = 0;
        while (statement.Step() && ++rows <= maxRows)
        {
            if (shape == RowShape.Arrays)
                json.WriteStartArray();
            else
                json.WriteStartObject();
            for (var i = 0; i < columns.Count; i++)
            {
                if (shape == RowShape.Objects)
                    json.WritePropertyName(columns[i]);
                Write(statement, i, json);
            }

            if (shape == RowShape.Arrays)
                json.WriteEndArray();
            else
                json.WriteEndObject();
        }

        json.WriteEndArray();
        return rows;
    }

    private static void Write(SqliteStatement statement, int column, Utf8JsonWriter json)
    {
        switch (statement.ColumnType(column))
        {
            case SqliteType.Null:
                json.WriteNullValue();
                break;
            case SqliteType.Integer:
                json.WriteNumberValue(statement.GetInt64(column));
                break;
            case SqliteType.Real:
                json.WriteNumberValue(statement.GetDouble(column));
                break;
            default:
                json.WriteStringValue(statement.GetText(column));
                break;
        }
    }

    private static void Bind(SqliteStatement statement, IReadOnlyList<SqlParameter> parameters)
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            var (name, value) = parameters[i];
            var index = name is null ? i + 1 : statement.ParameterIndex(name.StartsWith(':') ? name : ":" + name);
            switch (value.Kind)
            {
                case SqlValueKind.Null:
                    statement.BindNull(index);
                    break;
                case SqlValueKind.Integer:
                    statement.BindInt64(index, value.Integer);
                    break;
                case SqlValueKind.Real:
                    statement.BindDouble(index, value.Real);
                    break;
                case SqlValueKind.Text:
                    statement.BindText(index, value.Text);
                    break;
                default:
                    statement.BindBlob(index, value.Blob.Span);
                    break;
            }
        }
    }

    private static AnswerCode CodeOf(SqliteException fault) => fault.Code != SqliteCode.Constraint ? AnswerCode.InvalidSql : fault.Constraint switch
    {
        SqliteConstraint.Unique or SqliteConstraint.PrimaryKey => AnswerCode.Unique,
        SqliteConstraint.ForeignKey => AnswerCode.ForeignKey,
        SqliteConstraint.Check => AnswerCode.Check,
        SqliteConstraint.NotNull => AnswerCode.NotNull,
        _ => AnswerCode.Constraint,
    };
}
