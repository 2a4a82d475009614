using System.Text;
using Capstan.Database.Log;
using Capstan.Database.Statements;

namespace Capstan.Database.Tests.Applying;

/// <summary>Builders of records, operations and readable bodies.</summary>
internal static class Records
{
    public static LogRecord Operation(long lsn, long logTime = 1_700_000_000_000, long seed = 0) => RecordHash.Seal(new LogRecord
    {
        Kind = RecordKind.Operation,
        Epoch = new Epoch(1),
        Lsn = new Lsn(lsn),
        LogTime = logTime,
        Request = new RequestId("r" + lsn),
        Seed = seed == 0 ? lsn * 7919 : seed,
    });

    public static Operation Of(params SqlStatement[] statements) => new() { Statements = statements };

    public static SqlStatement Statement(string sql, params object?[] values) => new()
    {
        Sql = sql,
        Parameters = [.. values.Select(value => new SqlParameter(null, Value(value)))],
    };

    public static string Text(Answer answer) => Encoding.UTF8.GetString(answer.Body.Span);

    private static SqlValue Value(object? value) => value switch
    {
        null => SqlValue.Null,
        int number => SqlValue.Of(number),
        long number => SqlValue.Of(number),
        double number => SqlValue.Of(number),
        byte[] bytes => SqlValue.Of(bytes),
        _ => SqlValue.Of((string)value),
    };
}
