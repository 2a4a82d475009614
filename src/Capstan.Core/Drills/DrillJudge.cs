namespace Capstan.Core.Drills;

/// <summary>
/// Judges a drill by what callers were told and what is there afterwards. Each writer numbers its rows and begins the next only when the
/// one before is answered or given up, so what has to be there follows from the answers alone.
/// </summary>
public static class DrillJudge
{
    /// <summary>Judges.</summary>
    /// <param name="calls">All calls of the load, in any order.</param>
    /// <param name="readings">The rows as they were read afterwards, once or several times; none for a load without a table.</param>
    /// <param name="began">When the load had reached its pace.</param>
    /// <param name="ended">When its last call was over.</param>
    public static DrillVerdict Judge(
        IReadOnlyList<DrillCall> calls, IReadOnlyList<IReadOnlyList<DrillRow>> readings, TimeSpan began, TimeSpan ended)
    {
        var writes = calls.Where(call => call.Kind == DrillCallKind.Write).ToList();
        var told = writes.Where(call => call.IsSuccess).Select(RowOf).ToHashSet();
        var tried = writes.Select(RowOf).ToHashSet();
        var counts = readings.Select(rows => rows.CountBy(row => row).ToDictionary()).ToList();
        return new DrillVerdict
        {
            Calls = calls.Count,
            Acknowledged = told.Count,
            Lost = told.Count(row => counts.Any(reading => !reading.ContainsKey(row))),
            Doubled = counts.SelectMany(reading => reading.Where(row => row.Value > 1).Select(row => row.Key)).Distinct().Count(),
            Foreign = counts.SelectMany(reading => reading.Keys).Where(row => !tried.Contains(row)).Distinct().Count(),
            UnknownButThere = counts.SelectMany(reading => reading.Keys).Where(row => tried.Contains(row) && !told.Contains(row)).Distinct().Count(),
            StaleReads = calls.Count(call => call.IsStale),
            IsSameEverywhere = counts.Skip(1).Zip(counts).All(pair => IsContinued(pair.Second, pair.First, told)),
            FailedAttempts = ByKind(calls.SelectMany(call => call.FailedAttempts)),
            FailedCalls = ByKind(calls.Select(call => call.Failure).OfType<string>()),
            LongestGap = LongestGap(calls, began, ended),
        };
    }

    /// <summary>
    /// How long after the injection the first success came of a call that was begun when it was in effect: what was under way before may
    /// have been answered by whoever was injured.
    /// </summary>
    /// <param name="calls">The calls.</param>
    /// <param name="kind">Which of them count.</param>
    /// <param name="asked">When the injection was asked for, from where the time is counted.</param>
    /// <param name="done">When it was in effect.</param>
    /// <returns>Null when none came.</returns>
    public static TimeSpan? FirstSuccess(IEnumerable<DrillCall> calls, DrillCallKind kind, TimeSpan asked, TimeSpan done) =>
        calls.Where(call => call.Kind == kind && call.IsSuccess && call.Began >= done)
            .Select(call => (TimeSpan?)(call.Ended - asked)).Min();

    private static TimeSpan LongestGap(IReadOnlyList<DrillCall> calls, TimeSpan began, TimeSpan ended)
    {
        var longest = TimeSpan.Zero;
        var last = began;
        var moments = calls.Where(call => call.IsSuccess && call.Kind != DrillCallKind.Read).Select(call => call.Ended).Where(moment => moment > began).Order();
        foreach (var moment in moments.Append(ended))
        {
            if (moment - last > longest)
                longest = moment - last;
            last = moment;
        }

        return longest;
    }

    private static SortedDictionary<string, int> ByKind(IEnumerable<string> failures) =>
        new(failures.CountBy(failure => failure).ToDictionary(), StringComparer.Ordinal);

    private static DrillRow RowOf(DrillCall write) => new(write.Writer, write.Number);

    // Of one reading after the other: nothing may be gone, and what has come must be a write that was still on its way.
    private static bool IsContinued(Dictionary<DrillRow, int> before, Dictionary<DrillRow, int> after, HashSet<DrillRow> told) =>
        before.All(row => after.GetValueOrDefault(row.Key) >= row.Value)
        && after.All(row => row.Value == before.GetValueOrDefault(row.Key) || !told.Contains(row.Key));
}
