using Capstan.Simulation.Worlds;

namespace Capstan.Simulation.Mutants;

/// <summary>A queue for each follower in place of one log.</summary>
internal sealed class FanoutMutant : Mutant
{
    public override string Name => "fanout";

    public override string? Theme => Plan.Zombies;

    public override bool HasLogForEach => true;
}
