using System.Collections.Immutable;
using Capstan.Database.Log;
using Capstan.Database.Statements;

namespace Capstan.Testing.Databases;

/// <summary>One operation on a <see cref="MemoryState"/>: afterwards <see cref="State"/> holds the effect, to be dropped if it failed.</summary>
internal sealed class MemoryExecution(LogRecord record, Operation operation, MemoryState state, MemoryDisk disk)
{
    private static readonly byte[] Nothing = "[]"u8.ToArray();

    public MemoryState State { get; private set; } = state;

    public Answer Run()
    {
        try
        {
            return new Answer(AnswerCode.Ok, record.Lsn, operation.Kind switch
            {
                OperationKind.Clear => Clear(),
                OperationKind.Schema => Schema(),
                _ => MemoryResult.Encode([.. operation.Statements.Select(statement => Expected(statement, Carry(statement)))]),
            });
        }
        catch (MemoryFaultException fault)
        {
            return Answer.Fault(fault.Code, record.Lsn, fault.Message);
        }
    }

    private static MemoryResult Expected(SqlStatement statement, MemoryResult result) =>
        statement.ExpectsRows && result is { Changes: 0, Rows: null or [] }
            ? throw new MemoryFaultException(AnswerCode.NothingMatched, "The statement changed and returned no row.")
            : result;

    private byte[] Clear()
    {
        if (State.Rows is not null)
            State = State with { Rows = ImmutableDictionary<string, long>.Empty, Hash = Digest.Zero };
        return Nothing;
    }

    private byte[] Schema()
    {
        foreach (var text in operation.Statements[0].Sql.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            Carry(new SqlStatement { Sql = text });
        return Nothing;
    }

    private MemoryResult Carry(SqlStatement statement)
    {
        switch (statement.Sql)
        {
            case KeyValueSql.Create or KeyValueSql.Drop:
                return Define(statement.Sql == KeyValueSql.Create);
            case KeyValueSql.Crash:
                return Crash();
            case KeyValueSql.SelectAll:
                _ = new MemoryArguments(statement, 0);
                return All();
            case KeyValueSql.Delete or KeyValueSql.Select or KeyValueSql.Stamp:
                return CarryOne(statement.Sql, new MemoryArguments(statement, 1));
            case KeyValueSql.Insert or KeyValueSql.Upsert or KeyValueSql.Add:
                return CarryTwo(statement.Sql, new MemoryArguments(statement, 2));
            case KeyValueSql.Swap:
                return Swap(new MemoryArguments(statement, 3));
            default:
                throw new MemoryFaultException(AnswerCode.InvalidSql, "near: syntax error");
        }
    }

    private MemoryResult Define(bool isCreate)
    {
        if (!operation.MayDefine && operation.Kind != OperationKind.Schema)
            throw new MemoryFaultException(AnswerCode.Forbidden, "The schema may not be changed here.");
        if (isCreate == State.Rows is not null)
            throw new MemoryFaultException(AnswerCode.InvalidSql, isCreate ? "table kv already exists" : "no such table: kv");
        State = State with { Rows = isCreate ? ImmutableDictionary<string, long>.Empty : null, Hash = Digest.Zero };
        return default;
    }

    private MemoryResult Crash() => disk.Crashes?.Invoke(record) == true
        ? throw new SimulatedCrashException($"Record {record.Lsn} ended the process.")
        : throw new MemoryFaultException(AnswerCode.InvalidSql, "no such function: crash");

    private MemoryResult CarryOne(string sql, MemoryArguments arguments)
    {
        var rows = Rows();
        var key = arguments.Key;
        if (sql == KeyValueSql.Stamp)
            return Set(key, record.LogTime / 1000);
        if (sql == KeyValueSql.Select)
            return MemoryResult.Of(["v"], rows.TryGetValue(key, out var found) ? [[found]] : []);
        if (!rows.TryGetValue(key, out var old))
            return default;
        State = State with { Rows = rows.Remove(key), Hash = State.Hash ^ MemoryRow.HashOf(key, old) };
        return MemoryResult.One;
    }

    private MemoryResult CarryTwo(string sql, MemoryArguments arguments)
    {
        var (rows, key, value) = (Rows(), arguments.Key, arguments.Integer(1));
        var exists = rows.TryGetValue(key, out var old);
        if (sql == KeyValueSql.Add)
            return exists ? Set(key, value is null ? null : old + value) : default;
        // SQLite looks at NOT NULL and CHECK before it looks at keys.
        Allowed(value);
        return exists && sql == KeyValueSql.Insert
            ? throw new MemoryFaultException(AnswerCode.Unique, "UNIQUE constraint failed: kv.k")
            : Set(key, value);
    }

    private MemoryResult Swap(MemoryArguments arguments) =>
        Rows().TryGetValue(arguments.Key, out var old) && old == arguments.Integer(1) ? Set(arguments.Key, arguments.Integer(2)) : default;

    private MemoryResult All() =>
        MemoryResult.Of(["k", "v"], [.. Rows().OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => new object[] { row.Key, row.Value })]);

    private MemoryResult Set(string key, long? value)
    {
        var (rows, allowed) = (Rows(), Allowed(value));
        var hash = State.Hash ^ MemoryRow.HashOf(key, allowed);
        if (rows.TryGetValue(key, out var old))
            hash ^= MemoryRow.HashOf(key, old);
        State = State with { Rows = rows.SetItem(key, allowed), Hash = hash };
        return MemoryResult.One;
    }

    private static long Allowed(long? value) => value switch
    {
        null => throw new MemoryFaultException(AnswerCode.NotNull, "NOT NULL constraint failed: kv.v"),
        < 0 => throw new MemoryFaultException(AnswerCode.Check, "CHECK constraint failed: v >= 0"),
        _ => value.Value,
    };

    private ImmutableDictionary<string, long> Rows() =>
        State.Rows ?? throw new MemoryFaultException(AnswerCode.InvalidSql, "no such table: kv");
}
