using Capstan.Database.Leadership;
using Capstan.Database.Log;
using Capstan.Database.Membership;

namespace Capstan.Simulation.Mutants;

/// <summary>What a worker told at any time counts as what it holds.</summary>
internal sealed class LaggingNoteMutant : Mutant
{
    public override string Name => "lagging_note";

    public override string? Theme => "cut ends";

    public override bool? IsBroker => true;

    public override Election Election() => new Changed();

    private sealed class Changed : Election
    {
        public override IReadOnlyList<int> Unheard(MembershipView view, Guid self, Epoch epoch) => Absent(view);
    }
}
