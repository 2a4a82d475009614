namespace Capstan.Simulation.Mutants;

/// <summary>A reader that comes too late for the log begins where the log does.</summary>
internal sealed class SilentClampMutant : Mutant
{
    public override string Name => "purge_clamp";

    public override string? Theme => "snapshots";

    public override bool ClampsSilently => true;
}
