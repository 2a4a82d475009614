using Capstan.Database.Applying;
using Capstan.Database.Leadership;
using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Statements;

namespace Capstan.Simulation.Mutants;

/// <summary>A dead letter is answered without a record that refuses it, so that an earlier record of it may still take effect.</summary>
internal sealed class DroppedDeadLetterMutant : Mutant
{
    public override string Name => "dead_letters";

    public override string? Theme => "poison";

    public override LeaderPipeline Pipeline(IReplicaStore store, Replica replica, Func<long> seed) => new Dropping(store, seed);

    private sealed class Dropping(IReplicaStore store, Func<long> seed) : LeaderPipeline(store, seed)
    {
        protected override IReadOnlyList<WorkerEffect> TakeGroup(IReadOnlyList<WriteDelivery> deliveries, Lsn scanned)
        {
            var dead = deliveries.Where(delivery => delivery.IsDead).ToList();
            var answers = dead.Select(delivery => new WorkerEffect.Reply(delivery, Answer.Fault(AnswerCode.Poison, scanned, "dropped")));
            return [.. answers, .. base.TakeGroup([.. deliveries.Except(dead)], scanned)];
        }
    }
}
