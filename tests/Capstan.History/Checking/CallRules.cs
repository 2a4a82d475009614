namespace Capstan.History.Checking;

/// <summary>What the clients must have seen.</summary>
internal static class CallRules
{
    private const int ServerFault = 500;

    /// <summary>Every call ended in time; only poison ended as a fault of the server's.</summary>
    public static IEnumerable<Violation> Answered(Evidence evidence)
    {
        foreach (var call in evidence.Calls)
        {
            if (call.Took > evidence.Longest)
                yield return new Violation(Rule.Answered, $"took {call.Took.TotalSeconds:0.0} s: {call}");
            if (call.Status == ServerFault && !evidence.Poison.Contains(call.Request))
                yield return new Violation(Rule.Answered, $"an innocent request ended with 500: {call}");
        }
    }

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
}
