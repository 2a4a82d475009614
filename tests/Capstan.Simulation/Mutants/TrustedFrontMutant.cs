using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Simulation.Worlds;

namespace Capstan.Simulation.Mutants;

/// <summary>Where reading began without proof is never doubted, whatever is read there.</summary>
internal sealed class TrustedFrontMutant : Mutant
{
    public override string Name => "trust_front";

    public override string? Theme => Plan.Fronts;

    public override ReplicaRule Rule() => new Trusting();

    private sealed class Trusting : ReplicaRule
    {
        public override bool FollowsOthers(ScanState scan, LogRecord record) => false;
    }
}
