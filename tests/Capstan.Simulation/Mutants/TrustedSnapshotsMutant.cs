namespace Capstan.Simulation.Mutants;

/// <summary>Damaged snapshots are loaded.</summary>
internal sealed class TrustedSnapshotsMutant : Mutant
{
    public override string Name => "snapshots";

    public override string? Theme => "snapshots";

    public override bool TrustsSnapshots => true;
}
