using System.Text.Json;
using Capstan.Commands;
using Capstan.Commands.Drills;
using Capstan.Core.Drills;
using Capstan.Drills;
using Capstan.Drills.Loads;
using Capstan.Drills.Reports;

namespace Capstan.Tests.Drills;

public sealed class DrillReportTests
{
    private static readonly DrillRound Good = new()
    {
        Injection = Made.Injection(),
        Detected = TimeSpan.FromMilliseconds(12),
        DetectedBy = "database.worker-left",
        Answered = TimeSpan.FromSeconds(1.25),
        Whole = TimeSpan.FromSeconds(2),
        Verdict = new DrillVerdict
        {
            Calls = 3_000,
            Acknowledged = 1_234,
            Lost = 0,
            Doubled = 0,
            Foreign = 0,
            UnknownButThere = 0,
            StaleReads = 0,
            IsSameEverywhere = true,
            FailedAttempts = new Dictionary<string, int> { ["503 unavailable"] = 2 },
            FailedCalls = new Dictionary<string, int>(),
            LongestGap = TimeSpan.FromSeconds(1.3),
        },
        Positions = new Dictionary<int, long> { [0] = 1_300, [1] = 1_300 },
        Readings = 2,
    };

    [Fact]
    public void Write_TwoGoodRounds_IsThisTranscript() => Assert.Equal(
        """
        FIGURE                                      MEDIAN   WORST
        fault to first event that shows it          0.012 s  0.012 s
        fault to next acknowledged write            2.250 s  3.250 s
        fault to whole again                        2.000 s  2.000 s
        longest time without an acknowledged write  1.300 s  1.300 s
        2,468 writes acknowledged, 0 lost, 0 doubled; 6,000 calls, 0 stale reads
        log positions in the end: slot 0 at 1300, slot 1 at 1300; rows read back 2 times, all alike
        failed for their callers: none
        attempts that failed and were repeated: 4 × 503 unavailable
        Nothing was lost or doubled, and everything recovered.

        """,
        Text(Report(2, Good, Good with { Answered = TimeSpan.FromSeconds(3.25) })));

    [Fact]
    public void Write_BadRound_NamesEachFaultAndIsNotGood()
    {
        var bad = Good with
        {
            Whole = null,
            Positions = new Dictionary<int, long> { [0] = 1_300, [1] = 1_299 },
            Verdict = Good.Verdict with { Lost = 2, Doubled = 1, StaleReads = 3, IsSameEverywhere = false },
        };
        var report = Report(2, Good, bad);

        Assert.False(report.Good);
        Assert.Contains(
            "FAILED in round 2 (drill 10 in 'capstan events'): 2 acknowledged writes are lost; 1 writes are there more than once; "
            + "3 reads showed less than their session had seen; workers show different rows; workers are at different positions; what was injured is not back.\n",
            Text(report), StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing was lost", Text(report), StringComparison.Ordinal);
        Assert.Null(report.Whole);
    }

    [Fact]
    public void Of_FewerRoundsThanPlanned_IsNotGood() => Assert.False(Report(2, Good).Good);

    [Theory]
    [InlineData(0, 0, 0, 0, true, true)]
    [InlineData(1, 0, 0, 0, true, false)]
    [InlineData(0, 1, 0, 0, true, false)]
    [InlineData(0, 0, 1, 0, true, false)]
    [InlineData(0, 0, 0, 1, true, false)]
    [InlineData(0, 0, 0, 0, false, false)]
    public void IsGood_NeedsEveryPromise(int lost, int doubled, int foreign, int stale, bool same, bool good) => Assert.Equal(
        good,
        (Good with { Verdict = Good.Verdict with { Lost = lost, Doubled = doubled, Foreign = foreign, StaleReads = stale, IsSameEverywhere = same } }).IsGood);

    [Fact]
    public void Json_HasItsVersionAndEveryMember()
    {
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(Report(1, Good with { Detected = null, DetectedBy = null }), DrillJson.Default.DrillReport));

        Assert.Equal(
            ["version", "fault", "name", "good", "writers", "readers", "forSeconds", "detected", "answered", "whole", "longestGap", "rounds"],
            json.RootElement.EnumerateObject().Select(member => member.Name));
        var round = json.RootElement.GetProperty("rounds")[0];
        Assert.Equal(JsonValueKind.Null, round.GetProperty("detectedSeconds").ValueKind);
        Assert.Equal((1, 1.25, 1300), (json.RootElement.GetProperty("version").GetInt32(), round.GetProperty("answeredSeconds").GetDouble(), round.GetProperty("positions").GetProperty("1").GetInt64()));
    }

    private static DrillReport Report(int planned, params DrillRound[] rounds) => DrillReport.Of("kill-leader", "main", planned, DrillSize.Probe, TimeSpan.FromSeconds(10), rounds);

    private static string Text(DrillReport report)
    {
        var output = new StringWriter { NewLine = "\n" };
        DrillReportText.Write(report, isOfDatabase: true, new CliConsole { Out = output, Error = TextWriter.Null });
        return output.ToString();
    }
}
