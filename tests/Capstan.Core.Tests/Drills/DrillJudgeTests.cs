using Capstan.Core.Drills;

namespace Capstan.Core.Tests.Drills;

public sealed class DrillJudgeTests
{
    private static readonly DrillRow[] Both = [new(0, 1), new(0, 2)];

    [Fact]
    public void Judge_EveryAcknowledgedRowThereOnce_IsClean()
    {
        var verdict = Judge([Write(0, 1), Write(0, 2), Read(0, seen: 2, least: 1)], Both, Both);

        Assert.True(verdict.IsClean);
        Assert.Equal((3, 2, 0, 0, 0, 0), (verdict.Calls, verdict.Acknowledged, verdict.Lost, verdict.Doubled, verdict.Foreign, verdict.StaleReads));
        Assert.Empty(verdict.FailedCalls);
    }

    [Fact]
    public void Judge_AcknowledgedRowMissing_IsLostAlsoWhenOneReadingAloneMissesIt()
    {
        var verdict = Judge([Write(0, 1), Write(0, 2)], Both, [Both[0]]);

        Assert.Equal(1, verdict.Lost);
        Assert.False(verdict.IsSameEverywhere);
        Assert.False(verdict.IsClean);
    }

    [Fact]
    public void Judge_RowThereTwice_IsDoubledWhetherAcknowledgedOrNot()
    {
        DrillRow[] rows = [Both[0], Both[0], Both[1], Both[1], Both[1]];
        var verdict = Judge([Write(0, 1), Write(0, 2, failure: "504 outcome_unknown")], rows);

        Assert.Equal((2, 0, 1), (verdict.Doubled, verdict.Lost, verdict.UnknownButThere));
        Assert.False(verdict.IsClean);
    }

    [Fact]
    public void Judge_UnacknowledgedRow_MayBeThereOrNot()
    {
        DrillCall[] calls = [Write(0, 1), Write(0, 2, failure: "504 outcome_unknown")];

        Assert.True(Judge(calls, Both).IsClean);
        Assert.True(Judge(calls, [Both[0]]).IsClean);
        Assert.Equal((1, 0), (Judge(calls, Both).UnknownButThere, Judge(calls, [Both[0]]).UnknownButThere));
    }

    [Fact]
    public void Judge_UnacknowledgedRow_MayComeBetweenReadingsAndNotGo()
    {
        DrillCall[] calls = [Write(0, 1), Write(0, 2, failure: "504 outcome_unknown")];

        Assert.True(Judge(calls, [Both[0]], Both).IsSameEverywhere);
        Assert.False(Judge(calls, Both, [Both[0]]).IsSameEverywhere);
        Assert.False(Judge([Write(0, 1), Write(0, 2)], [Both[0]], Both).IsSameEverywhere);
    }

    [Fact]
    public void Judge_RowThatNobodyWrote_IsForeign()
    {
        var verdict = Judge([Write(0, 1), Write(0, 2)], [.. Both, new DrillRow(7, 1)]);

        Assert.Equal(1, verdict.Foreign);
        Assert.False(verdict.IsClean);
    }

    [Theory]
    [InlineData(10, 10, 2, 2, 0)]
    [InlineData(9, 10, 2, 2, 1)]
    [InlineData(10, 10, 1, 2, 1)]
    [InlineData(11, 10, 3, 2, 0)]
    public void Judge_SessionRead_IsStaleBelowItsPositionOrItsRows(long position, long floor, long seen, long least, int stale)
    {
        var verdict = Judge([Write(0, 1), Write(0, 2), Read(0, seen, least) with { Position = position, Floor = floor }], Both);

        Assert.Equal(stale, verdict.StaleReads);
        Assert.Equal(stale == 0, verdict.IsClean);
    }

    [Fact]
    public void Judge_ReadThatFailed_IsCountedAndNotStale()
    {
        var verdict = Judge([Write(0, 1), Write(0, 2), Read(0, 0, 2) with { Failure = "503 no_worker" }], Both);

        Assert.Equal(0, verdict.StaleReads);
        Assert.Equal(new Dictionary<string, int> { ["503 no_worker"] = 1 }, verdict.FailedCalls);
    }

    [Fact]
    public void Judge_FailedAttempts_AreCountedApartFromFailedCalls()
    {
        DrillCall[] calls =
        [
            Write(0, 1) with { FailedAttempts = ["no connection", "503 no_leader"] },
            Write(0, 2, failure: "503 no_leader") with { FailedAttempts = ["503 no_leader"] },
        ];
        var verdict = Judge(calls, Both);

        Assert.Equal(new Dictionary<string, int> { ["503 no_leader"] = 2, ["no connection"] = 1 }, verdict.FailedAttempts);
        Assert.Equal(new Dictionary<string, int> { ["503 no_leader"] = 1 }, verdict.FailedCalls);
    }

    [Fact]
    public void Judge_LongestGap_IsBetweenSuccessesAndUpToTheEnd()
    {
        DrillCall[] calls = [Write(0, 1, 0, 1), Write(0, 2, 1, 4), Write(1, 1, 4, 9, "no answer"), Read(0, 2, 2) with { Ended = Seconds(6) }];

        Assert.Equal(Seconds(3), DrillJudge.Judge(calls, [], Seconds(1), Seconds(5)).LongestGap);
        Assert.Equal(Seconds(6), DrillJudge.Judge(calls, [], Seconds(1), Seconds(10)).LongestGap);
    }

    [Fact]
    public void FirstSuccess_LeavesOutWhatWasUnderWayBefore()
    {
        DrillCall[] calls =
        [
            Write(0, 1, 0.9, 1.1), Write(0, 2, 1.2, 5), Write(1, 1, 1.3, 4), Write(2, 1, 1.4, 2, "no answer"), Read(0, 1, 1) with { Began = Seconds(1), Ended = Seconds(2) },
        ];

        Assert.Equal(Seconds(3), DrillJudge.FirstSuccess(calls, DrillCallKind.Write, Seconds(1), Seconds(1)));
        Assert.Equal(Seconds(4), DrillJudge.FirstSuccess(calls, DrillCallKind.Write, Seconds(0), Seconds(1.25)));
        Assert.Null(DrillJudge.FirstSuccess(calls, DrillCallKind.Write, Seconds(1), Seconds(3)));
    }

    private static DrillVerdict Judge(DrillCall[] calls, params DrillRow[][] readings) => DrillJudge.Judge(calls, readings, TimeSpan.Zero, Seconds(1));

    private static DrillCall Write(int writer, long number, double began = 0, double ended = 1, string? failure = null) => new()
    {
        Kind = DrillCallKind.Write,
        Writer = writer,
        Number = number,
        Began = Seconds(began),
        Ended = Seconds(ended),
        Failure = failure,
    };

    private static DrillCall Read(int writer, long seen, long least) => new()
    {
        Kind = DrillCallKind.Read,
        Writer = writer,
        Seen = seen,
        Least = least,
        Began = TimeSpan.Zero,
        Ended = Seconds(1),
    };

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
