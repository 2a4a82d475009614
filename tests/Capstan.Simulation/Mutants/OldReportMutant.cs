using Capstan.Database.Leadership;
using Capstan.Database.Log;
using Capstan.Database.Membership;

namespace Capstan.Simulation.Mutants;

/// <summary>A report from before the marker of the candidate counts.</summary>
internal sealed class OldReportMutant : Mutant
{
    public override string Name => "old_report";

    public override string? Theme => "cut ends";

    public override bool? IsBroker => true;

    public override Election Election() => new Changed();

    private sealed class Changed : Election
    {
        public override IReadOnlyList<int> Unheard(MembershipView view, Guid self, Epoch epoch) =>
            base.Unheard(view, self, new Epoch(epoch.Value - 1));
    }
}
