using Capstan.History.Checking;

namespace Capstan.History.Sessions;

/// <summary>
/// Real time against positions: what began after an answer named a position comes later in the log (writes) or shows at least that
/// position (linear reads). A request that was sent again keeps the place of its first time. Cheaper and sharper than a search, for it
/// sees the order that the log chose.
/// </summary>
public static class OrderChecker
{
    public static IReadOnlyList<Violation> Check(IEnumerable<RecordedCall> calls)
    {
        var ordered = Requests.Merge(calls).Where(IsOrdered).ToList();
        var frontier = new Frontier(ordered);
        return [.. ordered.OrderBy(call => call.Start).Select(call => Judge(call, frontier.Before(call.Start))).OfType<Violation>()];
    }

    private static bool IsOrdered(RecordedCall call) => call.Lsn > 0
        && (call.Kind == CallKind.Read ? call.Outcome == Outcome.Ok && call.Level == ReadLevel.Linear : call.Outcome is Outcome.Ok or Outcome.Mismatch);

    private static Violation? Judge(RecordedCall call, RecordedCall? earlier)
    {
        if (earlier is null)
            return null;
        if (call.Kind == CallKind.Read)
            return call.Lsn < earlier.Lsn ? new Violation(Rule.Fresh, $"{call}\n  began after {earlier}") : null;
        return call.Lsn <= earlier.Lsn ? new Violation(Rule.OneHistory, $"{call}\n  began after {earlier}") : null;
    }
}
