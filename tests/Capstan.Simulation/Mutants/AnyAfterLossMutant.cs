using Capstan.Database.Leadership;
using Capstan.Database.Log;
using Capstan.Database.Membership;

namespace Capstan.Simulation.Mutants;

/// <summary>Anybody leads after the log lost its end.</summary>
internal sealed class AnyAfterLossMutant : Mutant
{
    public override string Name => "any_after_loss";

    public override string? Theme => "cut ends";

    public override bool? IsBroker => true;

    public override Election Election() => new Changed();

    private sealed class Changed : Election
    {
        public override IReadOnlyList<int> Absent(MembershipView view) => [];

        public override IReadOnlyList<int> Unheard(MembershipView view, Guid self, Epoch epoch) => [];

        public override Lsn MostAdvanced(MembershipView view, Guid self, Lsn mine) => mine;
    }
}
