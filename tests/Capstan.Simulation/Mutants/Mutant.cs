using Capstan.Database.Applying;
using Capstan.Database.Leadership;
using Capstan.Simulation.Workers;
using Capstan.Simulation.Worlds;

namespace Capstan.Simulation.Mutants;

/// <summary>Makes the parts of a worker. This one makes the real ones; mutants override what they get wrong.</summary>
internal class Mutant
{
    public virtual string Name => "";

    /// <summary>First seed: near one that shows it, for a mutant that takes a rare order of events.</summary>
    public virtual int From => 0;

    /// <summary>Seeds within which the simulation must catch it.</summary>
    public virtual int Seeds => 1000;

    /// <summary>What the worlds have to be about in which it shows soonest; any when null.</summary>
    public virtual string? Theme => null;

    /// <summary>The engine with which it shows; any when null.</summary>
    public virtual bool? IsBroker => null;

    public virtual bool HasLogForEach => false;

    public virtual bool ShowsUnsynced => false;

    public virtual bool AnswersOnConfirm => false;

    public virtual bool TrustsSnapshots => false;

    public virtual bool ClampsSilently => false;

    public virtual bool PurgesEarly => false;

    public virtual bool ForgetsAbsentSlots => false;

    public virtual bool DeliversTogether => false;

    public virtual bool CountsCopies => false;

    public virtual ReplicaRule Rule() => new();

    public virtual Election Election() => new();

    public virtual RecordApplier Applier(IReplicaStore store, IRestoreFiles files, ApplySettings settings) => new(store, files, settings);

    public virtual LeaderPipeline Pipeline(IReplicaStore store, Replica replica, Func<long> seed) => new(store, seed);

    public virtual WorkerCore Core(Guid self, int slot, Replica replica, LeaderPipeline pipeline, Election election, ISchemaTrial trial, CoreSettings settings) =>
        new(self, slot, replica, pipeline, election, trial, settings);

    /// <summary>After a worker read.</summary>
    /// <returns>Whether its process ends there.</returns>
    public virtual bool EndsAfterReading(Life life, Chance chance) => false;
}
