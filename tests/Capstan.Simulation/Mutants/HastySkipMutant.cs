using Capstan.Database.Applying;
using Capstan.Database.Leadership;

namespace Capstan.Simulation.Mutants;

/// <summary>A record is skipped without asking whether anybody holds it.</summary>
internal sealed class HastySkipMutant : Mutant
{
    public override string Name => "skip";

    public override string? Theme => "poison";

    public override WorkerCore Core(Guid self, int slot, Replica replica, LeaderPipeline pipeline, Election election, ISchemaTrial trial, CoreSettings settings) =>
        new Changed(self, slot, replica, pipeline, election, trial, settings);

    private sealed class Changed(
        Guid self, int slot, Replica replica, LeaderPipeline pipeline, Election election, ISchemaTrial trial, CoreSettings settings)
        : WorkerCore(self, slot, replica, pipeline, election, trial, settings)
    {
        protected override bool MustAsk() => !KnowsLog;

        protected override bool MaySkip() => true;

        protected override bool IsStuckRecordHeld() => false;
    }
}
