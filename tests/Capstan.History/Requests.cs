namespace Capstan.History;

/// <summary>A request that a client sent several times under one id is one operation.</summary>
public static class Requests
{
    /// <summary>
    /// One call for each request: begun when it was first sent, ended when its outcome was first known. Reads stay as they are.
    /// </summary>
    public static IEnumerable<RecordedCall> Merge(IEnumerable<RecordedCall> calls) =>
        calls.GroupBy(call => call.Request).SelectMany(group => group.Key.Length == 0 ? group : One([.. group]));

    private static IEnumerable<RecordedCall> One(List<RecordedCall> sent)
    {
        var outcome = OutcomeOf(sent);
        var decided = sent.Where(call => call.Outcome == outcome).MinBy(call => call.End)!;
        yield return decided with { Start = sent.Min(call => call.Start) };
    }

    /// <summary>Success outweighs doubt, doubt outweighs refusal.</summary>
    internal static Outcome OutcomeOf(IEnumerable<RecordedCall> sent)
    {
        var outcomes = sent.Select(call => call.Outcome).ToHashSet();
        foreach (var outcome in (ReadOnlySpan<Outcome>)[Outcome.Ok, Outcome.Mismatch, Outcome.Unknown])
        {
            if (outcomes.Contains(outcome))
                return outcome;
        }

        return Outcome.Refused;
    }
}
