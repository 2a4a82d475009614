using System.Globalization;
using Capstan.Drills.Reports;

namespace Capstan.Commands.Drills;

/// <summary>A drill's report for people.</summary>
internal static class DrillReportText
{
    /// <summary>Writes the figures of all rounds, then what became of calls and rows, then the verdict.</summary>
    public static void Write(DrillReport report, bool isOfDatabase, CliConsole console)
    {
        var table = new TextTable("figure", "median", "worst");
        Add(table, "fault to first event that shows it", report.Detected);
        Add(table, isOfDatabase ? "fault to next acknowledged write" : "fault to next answered request", report.Answered);
        Add(table, "fault to whole again", report.Whole);
        Add(table, isOfDatabase ? "longest time without an acknowledged write" : "longest time without an answer", report.LongestGap);
        table.Write(console);
        var output = console.Out;
        if (isOfDatabase)
            WriteRows(report, output);
        else
            output.WriteLine($"{Number(report.Rounds.Sum(round => (long)round.Calls))} requests");
        output.WriteLine($"failed for their callers: {Kinds(report.Rounds.Select(round => round.FailedCalls))}");
        if (isOfDatabase)
            output.WriteLine($"attempts that failed and were repeated: {Kinds(report.Rounds.Select(round => round.FailedAttempts))}");
        foreach (var fault in Faults(report))
            output.WriteLine(fault);
        if (report.Good)
            output.WriteLine(isOfDatabase ? "Nothing was lost or doubled, and everything recovered." : "Everything recovered.");
    }

    private static void WriteRows(DrillReport report, TextWriter output)
    {
        long Sum(Func<DrillRoundReport, int> part) => report.Rounds.Sum(round => (long)part(round));
        output.WriteLine($"{Number(Sum(round => round.Acknowledged))} writes acknowledged, {Sum(round => round.Lost)} lost, {Sum(round => round.Doubled)} doubled; "
            + $"{Number(Sum(round => round.Calls))} calls, {Sum(round => round.StaleReads)} stale reads");
        if (report.Rounds is [.., { Positions.Count: > 0 } last])
            output.WriteLine($"log positions in the end: {string.Join(", ", last.Positions.OrderBy(slot => slot.Key).Select(slot => $"slot {slot.Key} at {slot.Value}"))}; rows read back {Times(last.Readings)}");
    }

    private static IEnumerable<string> Faults(DrillReport report)
    {
        for (var number = 1; number <= report.Rounds.Count; number++)
        {
            var round = report.Rounds[number - 1];
            List<string> wrong = [];
            if (round.Lost > 0)
                wrong.Add($"{round.Lost} acknowledged writes are lost");
            if (round.Doubled > 0)
                wrong.Add($"{round.Doubled} writes are there more than once");
            if (round.Foreign > 0)
                wrong.Add($"{round.Foreign} rows are there that nobody wrote");
            if (round.StaleReads > 0)
                wrong.Add($"{round.StaleReads} reads showed less than their session had seen");
            if (!round.SameEverywhere)
                wrong.Add("workers show different rows");
            if (round.Positions.Values.Distinct().Count() > 1)
                wrong.Add("workers are at different positions");
            if (round.AnsweredSeconds is null)
                wrong.Add("nothing was answered after the fault");
            if (round.WholeSeconds is null)
                wrong.Add("what was injured is not back");
            if (wrong.Count > 0)
                yield return $"FAILED in round {number} (drill {round.Drill} in 'capstan events'): {string.Join("; ", wrong)}.";
        }
    }

    private static void Add(TextTable table, string figure, DrillSpreadReport? spread) =>
        table.Add(figure, Seconds(spread?.MedianSeconds), Seconds(spread?.WorstSeconds));

    private static string Seconds(double? seconds) => seconds is { } known ? known.ToString("0.000", CultureInfo.InvariantCulture) + " s" : "-";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Times(int number) => number == 1 ? "once" : $"{number} times, all alike";

    private static string Kinds(IEnumerable<IReadOnlyDictionary<string, int>> rounds)
    {
        var kinds = rounds.SelectMany(round => round).GroupBy(kind => kind.Key, kind => (long)kind.Value).Select(kind => $"{Number(kind.Sum())} × {kind.Key}").ToList();
        return kinds.Count == 0 ? "none" : string.Join(", ", kinds);
    }
}
