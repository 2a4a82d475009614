using Capstan.Database.Applying;
using Capstan.Database.Log;

namespace Capstan.Simulation.Mutants;

/// <summary>What follows is judged by what this copy has applied, not by what the log says.</summary>
internal sealed class NoScanMutant : Mutant
{
    public override string Name => "noscan";

    public override string? Theme => "cut ends";

    public override bool? IsBroker => true;

    public override ReplicaRule Rule() => new ByApplied();

    private sealed class ByApplied : ReplicaRule
    {
        public override bool IsValid(ScanState scan, Lsn applied, LogRecord record) => record.Kind == RecordKind.Base
            ? base.IsValid(scan, applied, record)
            : record.Lsn <= applied || (record.Lsn == applied.Next && record.Epoch == scan.Epoch);
    }
}
