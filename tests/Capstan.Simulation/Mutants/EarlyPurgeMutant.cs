namespace Capstan.Simulation.Mutants;

/// <summary>Answers are dropped before they expire.</summary>
internal sealed class EarlyPurgeMutant : Mutant
{
    public override string Name => "purge";

    public override string? Theme => "repetition";

    public override bool PurgesEarly => true;
}
