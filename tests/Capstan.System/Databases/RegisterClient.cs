using System.Diagnostics;
using System.Globalization;
using Capstan.History;

namespace Capstan.SystemTests.Databases;

/// <summary>One client of a load: makes calls one after another and remembers what it has seen.</summary>
internal sealed class RegisterClient(SqlClient sql, int number, Action<RecordedCall> record)
{
    private const int FirstWaitMs = 50;

    private readonly Random _random = new(number);
    private readonly Dictionary<string, long> _seen = [];
    private long _position;
    private int _count;

    /// <summary>The clock of recorded calls.</summary>
    public static long Now => Stopwatch.GetElapsedTime(0).Ticks;

    /// <summary>Odd clients send a write of unknown outcome again, under the same id, until it is known.</summary>
    private bool IsInsistent => number % 2 == 1;

    /// <summary>A write or a swap; after one in three a read of the same session.</summary>
    public async Task WriteAsync(CancellationToken stop)
    {
        var key = Registers.Name(_random.Next(Registers.Keys));
        var name = string.Create(CultureInfo.InvariantCulture, $"c{number}-{++_count}");
        var isSwap = _random.Next(10) < 3;
        var call = new RecordedCall
        {
            Client = number,
            Kind = isSwap ? CallKind.Swap : CallKind.Write,
            Key = key,
            Value = (number * 1_000_000L) + _count,
            Expected = isSwap ? _seen.GetValueOrDefault(key) : 0,
            Request = name,
            Start = 0,
            End = 0,
            Outcome = Outcome.Unknown,
        };
        while (await SendAsync(call) == Outcome.Unknown && IsInsistent && await PauseAsync(stop))
        {
        }

        if (_count % 3 == 0)
            await ReadAsync(key, ReadLevel.Session);
    }

    /// <summary>A read of a random register; mostly linear.</summary>
    public Task ReadAsync()
    {
        var level = _random.Next(10) switch { < 5 => ReadLevel.Linear, < 9 => ReadLevel.Session, _ => ReadLevel.Any };
        return ReadAsync(Registers.Name(_random.Next(Registers.Keys)), level);
    }

    private async Task<Outcome> SendAsync(RecordedCall call)
    {
        var statements = call.Kind == CallKind.Swap
            ? Registers.Swap(call.Request, call.Key, call.Expected, call.Value)
            : Registers.Write(call.Request, call.Key, call.Value);
        var start = Now;
        var answer = await sql.ExecuteAsync(call.Request, statements);
        var outcome = answer switch
        {
            { IsOk: true } => Outcome.Ok,
            { IsMismatch: true } => Outcome.Mismatch,
            { IsRefused: true } => Outcome.Refused,
            _ => Outcome.Unknown,
        };
        record(call with { Start = start, End = Now, Outcome = outcome, Lsn = answer.Position, Status = answer.Status, Detail = answer.IsOk ? "" : answer.Body });
        if (outcome == Outcome.Ok)
            _seen[call.Key] = call.Value;
        _position = Math.Max(_position, answer.Position);
        return outcome;
    }

    private async Task ReadAsync(string key, ReadLevel level)
    {
        var token = level == ReadLevel.Session ? _position : 0;
        var start = Now;
        var answer = await sql.QueryAsync(level.ToString().ToLowerInvariant(), token, Registers.Read(key));
        var value = answer.IsOk ? answer.Value() ?? -1 : 0;
        record(new RecordedCall
        {
            Client = number,
            Kind = CallKind.Read,
            Key = key,
            Value = value,
            Start = start,
            End = Now,
            Outcome = answer.IsOk ? Outcome.Ok : Outcome.Refused,
            Lsn = answer.Position,
            Token = token,
            Level = level,
            Status = answer.Status,
            Detail = answer.IsOk ? "" : answer.Body,
        });
        if (answer.IsOk)
            _seen[key] = value;
        _position = Math.Max(_position, answer.Position);
    }

    private static async Task<bool> PauseAsync(CancellationToken stop)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(FirstWaitMs));
        try
        {
            return await pause.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
