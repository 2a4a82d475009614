namespace Capstan.History.Checking;

/// <summary>What the clients must have seen.</summary>
internal static class CallRules
{
    private const int Conflict = 409;
    private const int ServerFault = 500;

    // No answer; done; not now; nobody knows, or it came to the log too late. Right calls meet nothing else, whatever breaks.
    private static readonly int[] Expected = [0, 200, 503, 504];

    /// <summary>Every call ended in time, and as a right call may; only poison ended as a fault of the server's.</summary>
    public static IEnumerable<Violation> Answered(Evidence evidence)
    {
        foreach (var call in evidence.Calls)
        {
            if (call.Took > evidence.Longest)
                yield return new Violation(Rule.Answered, $"took {call.Took.TotalSeconds:0.0} s: {call}");
            if (!MayEndSo(call, evidence))
                yield return new Violation(Rule.Answered, $"an innocent request ended with {call.Status}: {call}");
        }
    }

    /// <summary>Whoever says what was done or seen says where: what names no position could not be held against any other answer.</summary>
    public static IEnumerable<Violation> Placed(Evidence evidence) =>
        from call in evidence.Calls
        where call.Lsn <= 0 && call.Outcome is Outcome.Ok or Outcome.Mismatch
        select new Violation(call.Kind == CallKind.Read ? Rule.Fresh : Rule.Kept, $"an answer without a position: {call}");

    /// <summary>A read shows exactly the state of the position that it names: a prefix of the one history.</summary>
    public static IEnumerable<Violation> Fresh(Evidence evidence, Timeline timeline)
    {
        var end = evidence.Workers.Select(worker => worker.Applied).DefaultIfEmpty(0).Max();
        foreach (var read in evidence.Calls.Where(call => call.Kind == CallKind.Read && call.Outcome == Outcome.Ok && call.Lsn > 0))
        {
            if (read.Lsn > end)
                yield return new Violation(Rule.Fresh, $"a read of a position that no worker has: {read}");
            else if (timeline.At(read.Key, read.Lsn) is var held && held != read.Value)
                yield return new Violation(Rule.Fresh, $"the register held {held} at that position: {read}");
        }
    }

    private static bool MayEndSo(RecordedCall call, Evidence evidence) => call.Status switch
    {
        Conflict => call.Outcome == Outcome.Mismatch,
        ServerFault => evidence.Poison.Contains(call.Request),
        _ => Expected.Contains(call.Status),
    };
}
