using Capstan.Simulation.Worlds;

namespace Capstan.Simulation.Mutants;

/// <summary>Each copy of a write is counted by itself: one that was refused ends as many leaders again when its client repeats it.</summary>
internal sealed class CountedCopiesMutant : Mutant
{
    public override string Name => "poison_again";

    public override string? Theme => Plan.Beside;

    public override bool CountsCopies => true;
}
