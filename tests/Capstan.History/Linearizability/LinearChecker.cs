namespace Capstan.History.Linearizability;

/// <summary>
/// Decides whether calls on registers can be put into one order that respects real time and in which every answer is right. Registers
/// are independent, so each is searched by itself (linearizability is local).
/// </summary>
public static class LinearChecker
{
    /// <summary>Checks a history. Reads of lower levels than linear are left out; so is what was refused.</summary>
    /// <param name="calls">All calls, in any order.</param>
    /// <param name="budget">Most steps of the search per register.</param>
    public static LinearVerdict Check(IEnumerable<RecordedCall> calls, int budget = 5_000_000)
    {
        foreach (var register in Requests.Merge(calls).Where(IsPartOfIt).GroupBy(call => call.Key).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var verdict = new RegisterSearch(Operations.Of([.. register]), budget).Run();
            if (!verdict.IsLinearizable)
                return verdict;
        }

        return LinearVerdict.Yes;
    }

    private static bool IsPartOfIt(RecordedCall call) => call.Outcome switch
    {
        Outcome.Refused => false,
        Outcome.Unknown => call.Kind != CallKind.Read,
        _ => call.Kind != CallKind.Read || call.Level == ReadLevel.Linear,
    };
}
