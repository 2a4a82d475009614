using System.Diagnostics;
using System.Globalization;
using Capstan.Client;
using Capstan.History;
using ReadLevel = Capstan.History.ReadLevel;

namespace Capstan.SystemTests.Databases;

/// <summary>A client of the registers that uses the library and trusts it: no call of its own is ever repeated, and none may throw.</summary>
internal sealed class LibraryClient(DatabaseSession session, int number, Action<RecordedCall> record)
{
    private readonly Random _random = new(number);
    private readonly Dictionary<string, long> _seen = [];
    private int _count;

    /// <summary>A write or a swap, and a read of the same session.</summary>
    public async Task WriteAsync()
    {
        var key = Registers.Name(_random.Next(Registers.Keys));
        var isSwap = _random.Next(10) < 3;
        var call = new RecordedCall
        {
            Client = number,
            Kind = isSwap ? CallKind.Swap : CallKind.Write,
            Key = key,
            Value = (number * 1_000_000L) + ++_count,
            Expected = isSwap ? _seen.GetValueOrDefault(key) : 0,
            Request = string.Create(CultureInfo.InvariantCulture, $"library{number}-{_count}"),
            Start = Now,
            End = 0,
            Outcome = Outcome.Unknown,
        };
        record(await DoneAsync(call));
        await ReadAsync(key, ReadLevel.Session);
    }

    /// <summary>A read of a random register.</summary>
    public Task ReadAsync() => ReadAsync(Registers.Name(_random.Next(Registers.Keys)), _random.Next(2) == 0 ? ReadLevel.Linear : ReadLevel.Session);

    private static long Now => Stopwatch.GetElapsedTime(0).Ticks;

    private async Task<RecordedCall> DoneAsync(RecordedCall call)
    {
        var statements = call.Kind == CallKind.Swap
            ? Registers.Swap(call.Request, call.Key, call.Expected, call.Value)
            : Registers.Write(call.Request, call.Key, call.Value);
        try
        {
            var answer = await session.ExecuteAsync([.. statements.Select(StatementOf)], new WriteOptions { Key = call.Request });
            _seen[call.Key] = call.Value;
            return call with { End = Now, Outcome = Outcome.Ok, Lsn = answer.Position, Status = 200 };
        }
        catch (DatabaseException fault) when (fault.Code == DatabaseErrors.NothingMatched)
        {
            return call with { End = Now, Outcome = Outcome.Mismatch, Lsn = fault.Position, Status = fault.Status };
        }
    }

    private async Task ReadAsync(string key, ReadLevel level)
    {
        var (token, start) = (session.Position, Now);
        var asked = new ReadOptions { Level = level == ReadLevel.Linear ? Client.ReadLevel.Linear : Client.ReadLevel.Session };
        var answer = await session.QueryAsync([StatementOf(Registers.Read(key))], asked);
        var value = (long)answer.Results[0].Rows[0][0]!;
        _seen[key] = value;
        record(new RecordedCall
        {
            Client = number,
            Kind = CallKind.Read,
            Key = key,
            Value = value,
            Start = start,
            End = Now,
            Outcome = Outcome.Ok,
            Lsn = answer.Position,
            Token = level == ReadLevel.Session ? token : 0,
            Level = level,
            Status = 200,
        });
    }

    private static Statement StatementOf(Sql sql) => new(sql.Text, sql.Values) { MustChange = sql.Expect is not null };
}
