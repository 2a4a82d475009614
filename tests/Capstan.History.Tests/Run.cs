using System.Globalization;
using Capstan.History.Checking;

namespace Capstan.History.Tests;

/// <summary>A run that went well, told in full: three workers, ten writes, reads of both levels.</summary>
internal static class Run
{
    public const int Writes = 10;

    public static Evidence Good()
    {
        List<RecordedCall> calls = [];
        for (var lsn = 1; lsn <= Writes; lsn++)
        {
            calls.Add(Write(lsn));
            calls.Add(Read(lsn, ReadLevel.Linear));
            calls.Add(Read(lsn, ReadLevel.Session) with { Token = lsn });
        }

        return new Evidence { Calls = calls, Workers = [Worker(0), Worker(1), Worker(2)], Leaderships = [new(1, 0, 10), new(2, 1, 11), new(2, 1, null)] };
    }

    public static RecordedCall Write(int lsn) => new()
    {
        Client = 1,
        Kind = CallKind.Write,
        Key = KeyOf(lsn),
        Value = lsn,
        Request = $"q{lsn}",
        Start = lsn * 100,
        End = lsn * 100 + 10,
        Outcome = Outcome.Ok,
        Lsn = lsn,
        Status = 200,
    };

    public static RecordedCall Read(int lsn, ReadLevel level) => new()
    {
        Client = 1,
        Kind = CallKind.Read,
        Key = KeyOf(lsn),
        Value = lsn,
        Start = lsn * 100 + (level == ReadLevel.Linear ? 20 : 40),
        End = lsn * 100 + (level == ReadLevel.Linear ? 30 : 50),
        Outcome = Outcome.Ok,
        Lsn = lsn,
        Level = level,
        Status = 200,
    };

    public static WorkerDump Worker(int slot) => new()
    {
        Slot = slot,
        Applied = Writes,
        Chain = $"h{Writes}",
        State = "state",
        Hashes = "hashes",
        Records = [.. Enumerable.Range(1, Writes).Select(lsn => new DumpedRecord(lsn, lsn <= 5 ? 1 : 2, $"q{lsn}", $"h{lsn}"))],
        Effects = [.. Enumerable.Range(1, Writes).Select(lsn => new DumpedEffect($"q{lsn}", KeyOf(lsn), lsn))],
        Registers = Enumerable.Range(1, Writes).GroupBy(KeyOf).ToDictionary(group => group.Key, group => (long)group.Max()),
    };

    /// <summary>The same run with one worker changed.</summary>
    public static Evidence With(this Evidence evidence, int slot, Func<WorkerDump, WorkerDump> change) =>
        evidence with { Workers = [.. evidence.Workers.Select(worker => worker.Slot == slot ? change(worker) : worker)] };

    /// <summary>The same run with every worker changed.</summary>
    public static Evidence WithAll(this Evidence evidence, Func<WorkerDump, WorkerDump> change) =>
        evidence with { Workers = [.. evidence.Workers.Select(change)] };

    /// <summary>The same run with one more call.</summary>
    public static Evidence And(this Evidence evidence, params IEnumerable<RecordedCall> calls) => evidence with { Calls = [.. evidence.Calls, .. calls] };

    /// <summary>The same run with the calls that a condition picks changed.</summary>
    public static Evidence WithCalls(this Evidence evidence, Func<RecordedCall, bool> which, Func<RecordedCall, RecordedCall> change) =>
        evidence with { Calls = [.. evidence.Calls.Select(call => which(call) ? change(call) : call)] };

    public static IReadOnlyList<T> Without<T>(this IReadOnlyList<T> items, Func<T, bool> which) => [.. items.Where(item => !which(item))];

    private static string KeyOf(int lsn) => (lsn % 2).ToString(CultureInfo.InvariantCulture);
}
