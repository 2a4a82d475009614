namespace Capstan.Simulation.Mutants;

/// <summary>The real parts, in worlds of one theme.</summary>
internal sealed class Themed(string theme) : Mutant
{
    public override string? Theme => theme;
}
