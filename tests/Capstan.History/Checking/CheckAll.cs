using Capstan.History.Linearizability;
using Capstan.History.Sessions;

namespace Capstan.History.Checking;

/// <summary>Judges a run by everything that it left behind, once all is healed.</summary>
public static class CheckAll
{
    public static Report Of(Evidence evidence)
    {
        var timeline = new Timeline(evidence);
        return new Report(Counters.Of(evidence),
        [
            .. CopyRules.Kept(evidence),
            .. CopyRules.Once(evidence),
            .. CopyRules.Same(evidence),
            .. LogRules.OneHistory(evidence),
            .. CallRules.Answered(evidence),
            .. CallRules.Placed(evidence),
            .. CallRules.Fresh(evidence, timeline),
            .. SessionChecker.Check(evidence.Calls),
            .. OrderChecker.Check(evidence.Calls),
            .. Linear(evidence, timeline),
        ]);
    }

    private static IEnumerable<Violation> Linear(Evidence evidence, Timeline timeline)
    {
        var verdict = LinearChecker.Check(Settled.Of(evidence, timeline));
        if (!verdict.IsLinearizable)
            yield return new Violation(Rule.Linear, verdict.IsDecided ? verdict.Reason : $"undecided: {verdict.Reason}");
    }
}
