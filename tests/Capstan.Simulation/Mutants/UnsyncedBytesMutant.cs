namespace Capstan.Simulation.Mutants;

/// <summary>Readers get what a loss of power takes back, while no copy is durable.</summary>
internal sealed class UnsyncedBytesMutant : Mutant
{
    public override string Name => "unsynced";

    public override string? Theme => "lost ends";

    public override bool? IsBroker => false;

    public override bool ShowsUnsynced => true;
}
