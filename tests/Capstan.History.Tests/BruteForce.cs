namespace Capstan.History.Tests;

/// <summary>Tries every order of every choice of what happened. Shares no idea with the checker but the meaning of the words.</summary>
internal static class BruteForce
{
    public static bool IsLinearizable(IReadOnlyList<RecordedCall> calls)
    {
        var certain = calls.Where(call => call.Outcome is Outcome.Ok or Outcome.Mismatch).ToList();
        var unknown = calls.Where(call => call.Outcome == Outcome.Unknown && call.Kind != CallKind.Read).ToList();
        return Enumerable.Range(0, 1 << unknown.Count)
            .Any(chosen => SomeOrder([.. certain, .. unknown.Where((_, index) => (chosen >> index & 1) == 1)], [], 0));
    }

    private static bool SomeOrder(List<RecordedCall> left, List<RecordedCall> placed, long value)
    {
        if (left.Count == 0)
            return true;
        foreach (var next in left)
        {
            if (left.Exists(other => EndOf(other) < next.Start) || !Matches(next, value))
                continue;
            var others = left.Where(call => !ReferenceEquals(call, next)).ToList();
            if (SomeOrder(others, [.. placed, next], next.Kind == CallKind.Read || next.Outcome == Outcome.Mismatch ? value : next.Value))
                return true;
        }

        return false;
    }

    private static long EndOf(RecordedCall call) => call.Outcome == Outcome.Unknown ? long.MaxValue : call.End;

    private static bool Matches(RecordedCall call, long value) => (call.Kind, call.Outcome) switch
    {
        (CallKind.Read, _) => call.Value == value,
        (CallKind.Swap, Outcome.Mismatch) => call.Expected != value,
        (CallKind.Swap, _) => call.Expected == value,
        _ => true,
    };
}
