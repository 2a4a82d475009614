using Capstan.Database.Leadership;
using Capstan.Database.Membership;

namespace Capstan.Simulation.Mutants;

/// <summary>Only workers that are up are asked what they hold.</summary>
internal sealed class OnlyTheLivingMutant : Mutant
{
    public override string Name => "only_the_living";

    public override int From => 300;

    public override string? Theme => "lost ends";

    public override bool? IsBroker => true;

    public override Election Election() => new Changed();

    private sealed class Changed : Election
    {
        public override IReadOnlyList<int> Absent(MembershipView view) => [];
    }
}
