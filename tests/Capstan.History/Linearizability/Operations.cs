namespace Capstan.History.Linearizability;

/// <summary>
/// Prepares one register's calls. What makes a search explode are writes of unknown outcome, which stay possible for ever; most of them
/// can be pinned down first, without changing the verdict.
/// </summary>
internal static class Operations
{
    public static IReadOnlyList<Operation> Of(IReadOnlyList<RecordedCall> calls)
    {
        var writers = calls.Where(call => call.Kind != CallKind.Read && call.Outcome != Outcome.Mismatch).GroupBy(call => call.Value)
            .ToDictionary(group => group.Key, group => group.Count());
        var seenAt = FirstSeen(calls);
        var lastMismatch = calls.Where(call => call.Outcome == Outcome.Mismatch).Select(call => call.End).DefaultIfEmpty(long.MinValue).Max();
        List<Operation> prepared = [];
        foreach (var call in calls)
        {
            if (call.Outcome != Outcome.Unknown)
                prepared.Add(new Operation(call, call.Start, call.End));
            else if (seenAt.TryGetValue(call.Value, out var seen))
                prepared.Add(new Operation(call, call.Start, EndOf(call, seen, writers[call.Value])));
            else if (lastMismatch >= call.Start)
                prepared.Add(new Operation(call, call.Start, Operation.Never));

            // Otherwise nobody can tell whether it happened: leaving it out of any order that has it leaves the others right.
        }

        return prepared;
    }

    /// <summary>When somebody who saw it knew the value, earliest.</summary>
    private static Dictionary<long, long> FirstSeen(IReadOnlyList<RecordedCall> calls)
    {
        Dictionary<long, long> seen = [];
        foreach (var call in calls)
        {
            if (call.Kind == CallKind.Write || call.Outcome == Outcome.Mismatch)
                continue;
            var value = call.Kind == CallKind.Read ? call.Value : call.Expected;
            var end = call.Outcome == Outcome.Unknown ? Operation.Never : call.End;
            seen[value] = Math.Min(end, seen.GetValueOrDefault(value, Operation.Never));
        }

        return seen;
    }

    /// <summary>A value that only one call can have written, and that was seen, was written before who saw it ended.</summary>
    private static long EndOf(RecordedCall call, long seen, int writers)
    {
        var isOnlySource = writers == 1 && call.Value != 0;
        return isOnlySource ? Math.Max(seen, call.Start) : Operation.Never;
    }
}
