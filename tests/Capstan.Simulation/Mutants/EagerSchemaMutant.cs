using Capstan.Database.Applying;
using Capstan.Database.Leadership;

namespace Capstan.Simulation.Mutants;

/// <summary>A schema file that differs is applied by itself.</summary>
internal sealed class EagerSchemaMutant : Mutant
{
    public override string Name => "schema";

    public override WorkerCore Core(Guid self, int slot, Replica replica, LeaderPipeline pipeline, Election election, ISchemaTrial trial, CoreSettings settings) =>
        new Changed(self, slot, replica, pipeline, election, trial, settings);

    private sealed class Changed(
        Guid self, int slot, Replica replica, LeaderPipeline pipeline, Election election, ISchemaTrial trial, CoreSettings settings)
        : WorkerCore(self, slot, replica, pipeline, election, trial, settings)
    {
        protected override bool IsSchemaDue() => true;
    }
}
