namespace Capstan.History.Checking;

/// <summary>
/// What the copies say of writes whose outcome no client knows. Without it a search for a linear order must try every one of them at
/// every place, which no budget lasts for after many crashes.
/// </summary>
internal static class Settled
{
    /// <summary>
    /// The calls, with those that are on no worker taken as refused, and those that are there taken as done before the first answer that
    /// names a later position: it could not have been given otherwise.
    /// </summary>
    public static IEnumerable<RecordedCall> Of(Evidence evidence, Timeline timeline)
    {
        var there = evidence.Workers.SelectMany(worker => worker.Effects).Select(effect => effect.Request).ToHashSet();
        var answers = evidence.Calls.Where(call => call.Lsn > 0).Select(call => (call.Lsn, call.End)).OrderByDescending(answer => answer.Lsn).ToList();
        List<(long Lsn, long End)> earliest = [];
        foreach (var (lsn, end) in answers)
            earliest.Add((lsn, earliest.Count == 0 ? end : Math.Min(end, earliest[^1].End)));
        earliest.Reverse();
        foreach (var call in Requests.Merge(evidence.Calls))
        {
            if (call.Outcome != Outcome.Unknown || call.Kind == CallKind.Read)
                yield return call;
            else if (!there.Contains(call.Request))
                yield return call with { Outcome = Outcome.Refused };
            else if (timeline.Positions.TryGetValue(call.Request, out var position) && After(earliest, position) is { } known)
                yield return call with { Outcome = Outcome.Ok, End = Math.Max(known, call.Start) };
            else
                yield return call;
        }
    }

    /// <summary>When the first answer with a position above this one was known; null when there is none.</summary>
    private static long? After(List<(long Lsn, long End)> earliest, long position)
    {
        int low = 0, high = earliest.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (earliest[middle].Lsn <= position)
                low = middle + 1;
            else
                high = middle;
        }

        return low == earliest.Count ? null : earliest[low].End;
    }
}
