using Capstan.Database.Applying;
using Capstan.Database.Leadership;
using Capstan.Database.Log;
using Capstan.Database.Queues;

namespace Capstan.Simulation.Mutants;

/// <summary>The leader commits to its own copy before it publishes.</summary>
internal sealed class CommitFirstMutant : Mutant
{
    public override string Name => "commit_first";

    public override string? Theme => "zombies";

    public override LeaderPipeline Pipeline(IReplicaStore store, Replica replica, Func<long> seed) => new Forward(store, replica, seed);

    private sealed class Forward(IReplicaStore store, Replica replica, Func<long> seed) : LeaderPipeline(store, seed)
    {
        protected override IReadOnlyList<WorkerEffect> TakeGroup(IReadOnlyList<WriteDelivery> deliveries, Lsn scanned)
        {
            var effects = base.TakeGroup(deliveries, scanned);
            var records = effects.OfType<WorkerEffect.Append>().SelectMany(append => append.Records).ToList();
            if (records.Count > 0)
                replica.Read([new LogMessage(replica.Position, replica.PositionDigest, records)]);
            return effects;
        }
    }
}
