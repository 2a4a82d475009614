using Capstan.Database.Applying;
using Capstan.Database.Leadership;

namespace Capstan.Simulation.Mutants;

/// <summary>A worker that is shown as the leader of an epoch it gave up follows on, since nobody told it that its claim was carried out.</summary>
internal sealed class LostLeadMutant : Mutant
{
    public override string Name => "lost_lead";

    public override WorkerCore Core(Guid self, int slot, Replica replica, LeaderPipeline pipeline, Election election, ISchemaTrial trial, CoreSettings settings) =>
        new Changed(self, slot, replica, pipeline, election, trial, settings);

    private sealed class Changed(
        Guid self, int slot, Replica replica, LeaderPipeline pipeline, Election election, ISchemaTrial trial, CoreSettings settings)
        : WorkerCore(self, slot, replica, pipeline, election, trial, settings)
    {
        protected override bool IsShownInVain() => false;
    }
}
