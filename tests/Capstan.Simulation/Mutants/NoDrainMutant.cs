using Capstan.Database.Applying;
using Capstan.Database.Leadership;

namespace Capstan.Simulation.Mutants;

/// <summary>A candidate serves without reading on to its own marker.</summary>
internal sealed class NoDrainMutant : Mutant
{
    public override string Name => "nodrain";

    public override WorkerCore Core(Guid self, int slot, Replica replica, LeaderPipeline pipeline, Election election, ISchemaTrial trial, CoreSettings settings) =>
        new Changed(self, slot, replica, pipeline, election, trial, settings);

    private sealed class Changed(
        Guid self, int slot, Replica replica, LeaderPipeline pipeline, Election election, ISchemaTrial trial, CoreSettings settings)
        : WorkerCore(self, slot, replica, pipeline, election, trial, settings)
    {
        protected override void Published() => SkipTo(WorkerRole.Claiming);
    }
}
