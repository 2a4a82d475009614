using Capstan.Simulation.Worlds;

namespace Capstan.Simulation.Mutants;

/// <summary>What ends its leaders is delivered beside others for ever, which are refused with it.</summary>
internal sealed class SharedDeliveryMutant : Mutant
{
    public override string Name => "poison_beside";

    public override string? Theme => Plan.Beside;

    public override bool DeliversTogether => true;
}
