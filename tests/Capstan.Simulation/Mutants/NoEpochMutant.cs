using Capstan.Database.Applying;
using Capstan.Database.Log;

namespace Capstan.Simulation.Mutants;

/// <summary>Records of old epochs count.</summary>
internal sealed class NoEpochMutant : Mutant
{
    public override string Name => "noepoch";

    public override string? Theme => "zombies";

    public override ReplicaRule Rule() => new AnyEpoch();

    private sealed class AnyEpoch : ReplicaRule
    {
        public override bool IsValid(ScanState scan, Lsn applied, LogRecord record) =>
            base.IsValid(scan, applied, record with { Epoch = scan.Epoch });
    }
}
