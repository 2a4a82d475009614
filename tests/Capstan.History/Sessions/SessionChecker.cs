using Capstan.History.Checking;

namespace Capstan.History.Sessions;

/// <summary>
/// The guarantees of a session, by position: a client reads its own writes, never goes back, and gets at least the position that it
/// carries. Reads of level <see cref="ReadLevel.Any"/> promise nothing of this.
/// </summary>
public static class SessionChecker
{
    public static IReadOnlyList<Violation> Check(IEnumerable<RecordedCall> calls) =>
        [.. calls.Where(IsAnswered).GroupBy(call => call.Client).OrderBy(group => group.Key).SelectMany(client => CheckClient([.. client]))];

    private static bool IsAnswered(RecordedCall call) => call.Lsn > 0 && call.Outcome is Outcome.Ok or Outcome.Mismatch;

    private static IEnumerable<Violation> CheckClient(List<RecordedCall> calls)
    {
        var seen = new Frontier(calls);
        foreach (var read in calls.Where(call => call.Kind == CallKind.Read && call.Level != ReadLevel.Any).OrderBy(call => call.Start))
        {
            if (read.Lsn < read.Token)
                yield return new Violation(Rule.Fresh, $"a read older than its token {read.Token}: {read}");
            if (seen.Before(read.Start) is { } earlier && earlier.Lsn > read.Lsn)
                yield return new Violation(Rule.Fresh, $"a session went back: {read}\n  after {earlier}");
        }
    }
}
