using Capstan.History.Checking;

namespace Capstan.History.Tests;

/// <summary>A good run has no violation; each way to spoil it is found under its rule.</summary>
public sealed class CheckAllTests
{
    private static readonly Dictionary<string, (Rule Rule, Func<Evidence, Evidence> Spoil)> Spoilt = new()
    {
        ["an acknowledged write is missing on one worker"] = (Rule.Kept, run => run.With(2, Losing("q4"))),
        ["an acknowledged write is missing everywhere"] = (Rule.Kept, run => run.WithAll(Losing("q10"))),
        ["an acknowledged write left another value"] = (Rule.Kept, run => run.WithAll(worker => worker with { Effects = [.. worker.Effects.Select(effect => effect.Request == "q3" ? effect with { Value = 99 } : effect)] })),
        ["an acknowledged write stands at another position"] = (Rule.Kept, run => run.WithCalls(call => call.Request == "q3", call => call with { Lsn = 2 })),
        ["two answers under one id name two positions"] = (Rule.Kept, run => run.And(Run.Write(3) with { Start = 2000, End = 2010, Lsn = 4 })),
        ["a write took effect twice on one worker"] = (Rule.Once, run => run.With(1, Doubling("q7"))),
        ["a write took effect twice everywhere"] = (Rule.Once, run => run.WithAll(Doubling("q7"))),
        ["an unknown write took effect twice"] = (Rule.Once, run => run.WithCalls(call => call.Request == "q7", call => call with { Outcome = Outcome.Unknown, Lsn = 0 }).WithAll(Doubling("q7"))),
        ["a refused write took effect"] = (Rule.Once, run => run.WithCalls(call => call.Request == "q9", call => call with { Outcome = Outcome.Refused, Lsn = 0 })),
        ["a swap that failed took effect"] = (Rule.Once, run => run.WithCalls(call => call.Request == "q9", call => call with { Kind = CallKind.Swap, Outcome = Outcome.Mismatch })),
        ["something took effect that nobody asked for"] = (Rule.Once, run => run with { Calls = run.Calls.Without(call => call.Request == "q9") }),
        ["one worker is behind"] = (Rule.Same, run => run.With(1, worker => worker with { Applied = 9, Records = worker.Records.Without(record => record.Lsn == 10) })),
        ["chains differ"] = (Rule.Same, run => run.With(1, worker => worker with { Chain = "other" })),
        ["states differ"] = (Rule.Same, run => run.With(2, worker => worker with { State = "other" })),
        ["registers differ"] = (Rule.Same, run => run.With(2, worker => worker with { Registers = new Dictionary<string, long> { ["0"] = 10, ["1"] = 7 } })),
        ["rows are in another order"] = (Rule.Same, run => run.With(2, worker => worker with { Effects = [.. worker.Effects.Reverse()] })),
        ["the epoch falls"] = (Rule.OneHistory, run => run.WithAll(worker => worker with { Records = [.. worker.Records.Select(record => record.Lsn == 8 ? record with { Epoch = 1 } : record)] })),
        ["an LSN is missing"] = (Rule.OneHistory, run => run.WithAll(worker => worker with { Records = worker.Records.Without(record => record.Lsn == 6) })),
        ["an LSN has two contents"] = (Rule.OneHistory, run => run.With(0, worker => worker with { Records = [.. worker.Records.Select(record => record.Lsn == 6 ? record with { Hash = "other" } : record)] })),
        ["an epoch had two owners"] = (Rule.OneHistory, run => run with { Leaderships = [.. run.Leaderships, new Leadership(1, 2, null)] }),
        ["an epoch had two processes in one slot"] = (Rule.OneHistory, run => run with { Leaderships = [.. run.Leaderships, new Leadership(1, 0, 12)] }),
        ["a copy says of itself that it is further than its records"] = (Rule.OneHistory, run => run.WithAll(worker => worker with { Applied = 11 })),
        ["a copy stands at another hash than that of its last record"] = (Rule.OneHistory, run => run.WithAll(worker => worker with { Chain = "other" })),
        ["table hashes differ"] = (Rule.Same, run => run.With(1, worker => worker with { Hashes = "other" })),
        ["a later write was put before an earlier one"] = (Rule.OneHistory, run => run.WithCalls(call => call.Request == "q8", call => call with { Start = 1, End = 2 })),
        ["a call took too long"] = (Rule.Answered, run => run.WithCalls(call => call.Request == "q2", call => call with { End = call.Start + TimeSpan.FromSeconds(11).Ticks })),
        ["an innocent call ended with 500"] = (Rule.Answered, run => run.And(Run.Write(11) with { Outcome = Outcome.Unknown, Status = 500 })),
        ["the repetition of an unknown write is taken for another request"] = (Rule.Answered, run => run
            .WithCalls(call => call.Request == "q9", call => call with { Outcome = Outcome.Unknown, Status = 504, Lsn = 0 })
            .And(Run.Write(9) with { Start = 5000, End = 5010, Outcome = Outcome.Refused, Status = 422, Lsn = 0 })),
        ["a right read is called wrong"] = (Rule.Answered, run => run.And(Run.Read(10, ReadLevel.Linear) with { Start = 5000, End = 5010, Outcome = Outcome.Refused, Status = 400, Lsn = 0 })),
        ["a write is refused for a conflict that is none"] = (Rule.Answered, run => run.And(Run.Write(11) with { Outcome = Outcome.Refused, Status = 409, Lsn = 0 })),
        ["the answer to a write names no position"] = (Rule.Kept, run => run.WithCalls(call => call.Request == "q4", call => call with { Lsn = 0 })),
        ["the answer to a failed swap names no position"] = (Rule.Kept, run => run.And(Run.Write(11) with { Kind = CallKind.Swap, Expected = 500, Outcome = Outcome.Mismatch, Status = 409, Lsn = 0 })),
        ["the answer to a read names no position"] = (Rule.Fresh, run => run.And(Run.Read(10, ReadLevel.Any) with { Start = 5000, End = 5010, Lsn = 0 })),
        ["a read is older than its token"] = (Rule.Fresh, run => run.WithCalls(call => call.Level == ReadLevel.Session && call.Lsn == 5, call => call with { Token = 6 })),
        ["a session went back"] = (Rule.Fresh, run => run.And(Run.Read(7, ReadLevel.Session) with { Start = 5000, End = 5010 })),
        ["a linear read missed an acknowledged write"] = (Rule.Fresh, run => run.And(Run.Read(8, ReadLevel.Linear) with { Client = 9, Start = 5000, End = 5010 })),
        ["a read shows another state than that of its position"] = (Rule.Fresh, run => run.WithCalls(call => call.Level == ReadLevel.Session && call.Lsn == 5, call => call with { Value = 3 })),
        ["a read shows a position that nobody has"] = (Rule.Fresh, run => run.And(Run.Read(10, ReadLevel.Session) with { Start = 5000, End = 5010, Lsn = 11 })),
        ["a linear read is stale and hides its position"] = (Rule.Linear, run => run.And(Run.Read(8, ReadLevel.Linear) with { Client = 9, Start = 5000, End = 5010, Lsn = 0 })),
    };

    public static TheoryData<string> Spoils => [.. Spoilt.Keys];

    [Fact]
    public void Run_ThatWentWell_HasNoViolation()
    {
        var report = CheckAll.Of(Run.Good());
        Assert.True(report.IsGood, report.ToString());
        Assert.Equal(new Counters(Run.Writes, 0, 0, 0, 0), report.Counters);
    }

    [Theory]
    [MemberData(nameof(Spoils))]
    public void Run_Spoilt_IsFoundUnderItsRule(string why)
    {
        var (rule, spoil) = Spoilt[why];
        var report = CheckAll.Of(spoil(Run.Good()));
        Assert.False(report.IsGood);
        Assert.Contains(report.Violations, violation => violation.Rule == rule);
    }

    [Fact]
    public void Poison_EndingWith500_IsAllowed()
    {
        var run = Run.Good().And(Run.Write(11) with { Outcome = Outcome.Refused, Status = 500, Lsn = 0 }) with { Poison = new HashSet<string> { "q11" } };
        var report = CheckAll.Of(run);
        Assert.True(report.IsGood, report.ToString());
    }

    [Fact]
    public void UnknownWrites_ThereOrNot_AreAllowedAndCounted()
    {
        var run = Run.Good()
            .WithCalls(call => call.Request is "q1" or "q10", call => call with { Outcome = Outcome.Unknown, Lsn = 0 })
            .And(Run.Write(11) with { Outcome = Outcome.Unknown, Lsn = 0 });
        var report = CheckAll.Of(run);
        Assert.True(report.IsGood, report.ToString());
        Assert.Equal(new Counters(Run.Writes - 2, 0, 0, 2, 0), report.Counters);
    }

    [Fact]
    public void ManyUnknownWritesAndFailedSwaps_AreDecidedByWhatTheCopiesHold()
    {
        var lost = Enumerable.Range(100, 60).Select(number => Run.Write(1) with { Request = $"lost{number}", Value = number, Outcome = Outcome.Unknown, Lsn = 0 });
        var swaps = Enumerable.Range(200, 60).Select(number => Run.Write(1) with
        {
            Request = $"swap{number}",
            Kind = CallKind.Swap,
            Expected = 5000,
            Value = number,
            Outcome = Outcome.Mismatch,
            Status = 409,
            Lsn = number,
            Start = number * 10,
            End = (number * 10) + 5,
        });
        var report = CheckAll.Of(Run.Good().And(lost).And(swaps));
        Assert.True(report.IsGood, report.ToString());
    }

    [Fact]
    public void UnknownWrite_ThatIsThere_CountsBeforeTheNextAnswer()
    {
        var run = Run.Good().WithCalls(call => call.Request == "q9", call => call with { Outcome = Outcome.Unknown, Lsn = 0 })
            .And(Run.Read(9, ReadLevel.Linear) with { Client = 9, Value = 7, Start = 5000, End = 5010, Lsn = 0 });
        Assert.Contains(CheckAll.Of(run).Violations, violation => violation.Rule == Rule.Linear);
    }

    [Fact]
    public void RetriedRequest_AnsweredWithTheSamePosition_IsOneWrite()
    {
        var run = Run.Good().And(Run.Write(3) with { Start = 301, End = 305, Outcome = Outcome.Unknown, Lsn = 0 }, Run.Write(3) with { Start = 4000, End = 4010 });
        var report = CheckAll.Of(run);
        Assert.True(report.IsGood, report.ToString());
        Assert.Equal(Run.Writes, report.Counters.Acknowledged);
    }

    [Fact]
    public void Records_PurgedBehindSnapshots_AreNotMissed()
    {
        var report = CheckAll.Of(Run.Good().With(1, worker => worker with { Records = worker.Records.Without(record => record.Lsn < 5) }));
        Assert.True(report.IsGood, report.ToString());
    }

    [Theory]
    [InlineData("lost", 9, 1, 0, 0, 1)]
    [InlineData("duplicated", 10, 0, 1, 0, 0)]
    public void Counters_CountRequestsNotWorkers(string what, int acknowledged, int lost, int duplicated, int recovered, int unexpected)
    {
        var run = what == "lost"
            ? Run.Good().WithAll(Losing("q4")).WithCalls(call => call.Request == "q5", call => call with { Outcome = Outcome.Refused })
            : Run.Good().WithAll(Doubling("q7"));
        Assert.Equal(new Counters(acknowledged, lost, duplicated, recovered, unexpected), Counters.Of(run));
    }

    private static Func<WorkerDump, WorkerDump> Losing(string request) => worker => worker with { Effects = worker.Effects.Without(effect => effect.Request == request) };

    private static Func<WorkerDump, WorkerDump> Doubling(string request) =>
        worker => worker with { Effects = [.. worker.Effects, worker.Effects.Single(effect => effect.Request == request)] };
}
