namespace Capstan.Simulation.Mutants;

/// <summary>A slot leaves the roster although its folder holds what nobody else does.</summary>
internal sealed class ForgetfulRosterMutant : Mutant
{
    public override string Name => "roster";

    public override int From => 7000;

    public override string? Theme => "scaling";

    public override bool? IsBroker => true;

    public override bool ForgetsAbsentSlots => true;
}
