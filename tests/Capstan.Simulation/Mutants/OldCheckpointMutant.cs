using Capstan.Database.Applying;
using Capstan.Database.Leadership;
using Capstan.Database.Log;

namespace Capstan.Simulation.Mutants;

/// <summary>A checkpoint that stood in the log before the connection counts as word that the log is whole.</summary>
internal sealed class OldCheckpointMutant : Mutant
{
    public override string Name => "old_checkpoint";

    public override int From => 18000;

    public override string? Theme => "cut ends";

    public override bool? IsBroker => true;

    public override WorkerCore Core(Guid self, int slot, Replica replica, LeaderPipeline pipeline, Election election, ISchemaTrial trial, CoreSettings settings) =>
        new Changed(self, slot, replica, pipeline, election, trial, settings);

    private sealed class Changed(
        Guid self, int slot, Replica replica, LeaderPipeline pipeline, Election election, ISchemaTrial trial, CoreSettings settings)
        : WorkerCore(self, slot, replica, pipeline, election, trial, settings)
    {
        protected override bool IsNew(LogPosition checkpoint, LogPosition endAtConnecting) => true;
    }
}
