using Capstan.Database.Applying;
using Capstan.Database.Leadership;
using Capstan.Database.Log;

namespace Capstan.Simulation.Mutants;

/// <summary>Reading goes on at the stored position, whatever stands there now.</summary>
internal sealed class TrustedOffsetMutant : Mutant
{
    public override string Name => "trust_offset";

    public override int From => 10500;

    public override string? Theme => "cut ends";

    public override bool? IsBroker => true;

    public override WorkerCore Core(Guid self, int slot, Replica replica, LeaderPipeline pipeline, Election election, ISchemaTrial trial, CoreSettings settings) =>
        new Changed(self, slot, replica, pipeline, election, trial, settings);

    private sealed class Changed(
        Guid self, int slot, Replica replica, LeaderPipeline pipeline, Election election, ISchemaTrial trial, CoreSettings settings)
        : WorkerCore(self, slot, replica, pipeline, election, trial, settings)
    {
        protected override bool IsWhereItWas(LogMessage message) => true;
    }
}
